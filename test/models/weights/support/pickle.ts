/** Writes pickles by hand: each function gives the bytes of one instruction of protocol 2. */

const u8 = (value: number): number[] => [value & 0xff];
const u32 = (value: number): number[] => [value, value >>> 8, value >>> 16, value >>> 24].map((byte) => byte & 0xff);
const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

export type Op = readonly number[];

export const global = (module: string, name: string): Op => [0x63, ...ascii(`${module}\n${name}\n`)];
export const text = (value: string): Op => {
  const bytes = [...Buffer.from(value, 'utf8')];
  return [0x58, ...u32(bytes.length), ...bytes];
};
export const int = (value: number): Op => [0x4a, ...u32(value)];
export const long = (bytes: readonly number[]): Op => [0x8a, ...u8(bytes.length), ...bytes];
export const MARK: Op = [0x28];
export const NONE: Op = [0x4e];
export const FALSE: Op = [0x89];
export const REDUCE: Op = [0x52];
export const BUILD: Op = [0x62];
export const EMPTY_DICT: Op = [0x7d];
export const EMPTY_LIST: Op = [0x5d];
export const SETITEMS: Op = [0x75];
export const APPENDS: Op = [0x65];
export const BINPERSID: Op = [0x51];
export const put = (index: number): Op => [0x71, ...u8(index)];
export const get = (index: number): Op => [0x68, ...u8(index)];
export const tuple = (...items: readonly Op[]): Op => [...MARK, ...items.flat(), 0x74];
export const list = (...items: readonly Op[]): Op => [...EMPTY_LIST, ...MARK, ...items.flat(), ...APPENDS];
export const dict = (...pairs: readonly (readonly [Op, Op])[]): Op => [
  ...EMPTY_DICT,
  ...MARK,
  ...pairs.flat(2),
  ...SETITEMS,
];
export const call = (module: string, name: string, ...args: readonly Op[]): Op => [
  ...global(module, name),
  ...tuple(...args),
  ...REDUCE,
];

/** A whole pickle. */
export const pickle = (...ops: readonly Op[]): Uint8Array => Uint8Array.from([0x80, 2, ...ops.flat(), 0x2e]);

export interface TensorSpec {
  readonly key: string;
  readonly count: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset?: number;
  /** Default FloatStorage. */
  readonly storage?: string;
}

export const storage = (key: string, count: number, type = 'FloatStorage'): Op => [
  ...tuple(text('storage'), global('torch', type), text(key), text('cpu'), int(count)),
  ...BINPERSID,
];

/** A tensor as `torch.save` writes it. */
export const tensor = ({ key, count, shape, stride, offset = 0, storage: type }: TensorSpec): Op =>
  call(
    'torch._utils',
    '_rebuild_tensor_v2',
    storage(key, count, type),
    int(offset),
    tuple(...shape.map(int)),
    tuple(...stride.map(int)),
    FALSE,
    call('collections', 'OrderedDict'),
  );

const bytesOf = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** A legacy checkpoint: five pickles, then each storage with its count. */
export const legacy = (
  object: Op,
  storages: readonly { readonly key: string; readonly count: number; readonly bytes: Uint8Array }[],
  { littleEndian = true }: { littleEndian?: boolean } = {},
): Uint8Array =>
  bytesOf(
    pickle(long([0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19])),
    pickle(int(1001)),
    pickle(dict([text('little_endian'), [littleEndian ? 0x88 : 0x89]])),
    pickle(object),
    pickle(list(...storages.map(({ key }) => text(key)))),
    ...storages.flatMap(({ count, bytes }) => [new Uint8Array(BigInt64Array.of(BigInt(count)).buffer), bytes]),
  );

export const floats = (...values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
