import type { ByteFile } from './byte-file.ts';
import type { WeightArray } from './state-dict.ts';

/** Element types of stored tensors, by PyTorch's names, with their sizes in bytes. All are little endian. */
export const ELEMENT_BYTES = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
} as const;
export type ElementType = keyof typeof ELEMENT_BYTES;

/** Lossless values: halves widened to float32, integers and booleans to int64. */
export type ElementValues = Float32Array | Float64Array | BigInt64Array;

/** Converts an IEEE 754 half exactly. */
const halfToNumber = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** Widens `bytes` into `out`, from element `at`. */
type Widen<Out> = (bytes: DataView, out: Out, at: number) => void;

const loop =
  <Out, Value>(size: number, read: (bytes: DataView, offset: number) => Value) =>
  (bytes: DataView, out: Out & { [index: number]: Value }, at: number): void => {
    for (let offset = 0; offset < bytes.byteLength; offset += size) out[at + offset / size] = read(bytes, offset);
  };

const bfloat16Into: Widen<Float32Array> = (bytes, out, at) => {
  const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
  for (let offset = 0; offset < bytes.byteLength; offset += 2)
    bits[at + offset / 2] = bytes.getUint16(offset, true) << 16;
};

const TO_FLOAT32 = {
  float16: loop<Float32Array, number>(2, (bytes, offset) => halfToNumber(bytes.getUint16(offset, true))),
  bfloat16: bfloat16Into,
} satisfies Partial<Record<ElementType, Widen<Float32Array>>>;

const TO_INT64 = {
  int32: loop<BigInt64Array, bigint>(4, (bytes, offset) => BigInt(bytes.getInt32(offset, true))),
  int16: loop<BigInt64Array, bigint>(2, (bytes, offset) => BigInt(bytes.getInt16(offset, true))),
  int8: loop<BigInt64Array, bigint>(1, (bytes, offset) => BigInt(bytes.getInt8(offset))),
  uint8: loop<BigInt64Array, bigint>(1, (bytes, offset) => BigInt(bytes.getUint8(offset))),
  bool: loop<BigInt64Array, bigint>(1, (bytes, offset) => (bytes.getUint8(offset) === 0 ? 0n : 1n)),
} satisfies Partial<Record<ElementType, Widen<BigInt64Array>>>;

/** A contiguous run of elements in a file. */
export interface ElementRun {
  readonly type: ElementType;
  readonly offsetBytes: number;
  readonly count: number;
}

/** Bytes widened at a time, so that narrow types need no second array of the tensor's size. */
const WIDEN_BYTES = 2 ** 20;

const readWidened = async <Out>(file: ByteFile, run: ElementRun, out: Out, widen: Widen<Out>): Promise<Out> => {
  const size = ELEMENT_BYTES[run.type];
  const total = run.count * size;
  const buffer = new Uint8Array(Math.min(total, WIDEN_BYTES));
  for (let done = 0; done < total; done += buffer.length) {
    const part = buffer.subarray(0, Math.min(buffer.length, total - done));
    await file.readInto(run.offsetBytes + done, part);
    widen(new DataView(part.buffer, 0, part.length), out, done / size);
  }
  return out;
};

const readStraight = async <Out extends ElementValues>(file: ByteFile, run: ElementRun, out: Out): Promise<Out> => {
  await file.readInto(run.offsetBytes, new Uint8Array(out.buffer));
  return out;
};

/** Reads elements; float32, float64 and int64 are read directly into the result. The run must lie inside the file. */
export const readElements = (file: ByteFile, run: ElementRun): Promise<ElementValues> => {
  switch (run.type) {
    case 'float32':
      return readStraight(file, run, new Float32Array(run.count));
    case 'float64':
      return readStraight(file, run, new Float64Array(run.count));
    case 'int64':
      return readStraight(file, run, new BigInt64Array(run.count));
    case 'float16':
    case 'bfloat16':
      return readWidened(file, run, new Float32Array(run.count), TO_FLOAT32[run.type]);
    default:
      return readWidened(file, run, new BigInt64Array(run.count), TO_INT64[run.type]);
  }
};

/** Converts values to weights: rounds float64 to float32, keeps the others. */
export const toWeightArray = (shape: readonly number[], values: ElementValues): WeightArray => {
  if (values instanceof BigInt64Array) return { dtype: 'int64', shape, data: values };
  return { dtype: 'float32', shape, data: values instanceof Float32Array ? values : Float32Array.from(values) };
};
