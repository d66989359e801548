import type { ReadonlyPixels } from '../domain/image.ts';
import { aligned, kernelsWith } from './kernels/wasm-memory.ts';
import { type Region, rowReader } from './region.ts';
import type { Taps } from './taps.ts';

/** Pixels that the kernel reads as they are stored, in the order of its numbers for them. */
const KINDS = [Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array] as const;
type KernelPixels = InstanceType<(typeof KINDS)[number]>;

/** Elements that the kernel continues a line by at either end. */
const PAD = 2;

const kindOf = (pixels: ReadonlyPixels): number => KINDS.findIndex((kind) => pixels instanceof kind);

const isKernelPixels = (pixels: ReadonlyPixels): pixels is KernelPixels => kindOf(pixels) >= 0;

/** A region of pixels that the kernel reads; other kinds become float32. */
const readable = (region: Region): Region & { readonly pixels: KernelPixels } => {
  const { pixels, rows, columns } = region;
  if (isKernelPixels(pixels)) return { ...region, pixels };
  const copy = new Float32Array(rows * columns);
  const read = rowReader(region);
  for (let row = 0; row < rows; row++) read(row, copy, row * columns);
  return { pixels: copy, strideColumns: columns, x0: 0, y0: 0, rows, columns };
};

/** Where everything lies in the kernel's memory, in bytes; `end` is how much of it is needed. */
const layoutOf = (imageBytes: number, columns: number, outColumns: number, outRows: number) => {
  const fours = Math.ceil(outColumns / 4) * 4;
  let end = 0;
  const place = (bytes: number): number => {
    const at = end;
    end += aligned(bytes);
    return at;
  };
  const acrossFirst = place(4 * fours);
  const acrossWeights = place(16 * fours);
  const downFirst = place(4 * outRows);
  const downWeights = place(16 * outRows);
  const image = place(imageBytes);
  const scratch = place(16 + 4 * (columns + 2 * PAD) + 16 * fours);
  const out = place(4 * outColumns * outRows);
  return { acrossFirst, acrossWeights, downFirst, downWeights, image, scratch, out, end };
};

/**
 * Separable resampling by four taps an axis: along the rows first, rounded to float32 between, then down the columns.
 * Writes `across.first.length` columns by `down.first.length` rows to `out` from `outOffset` on.
 * Products and sums are float32, tap by tap, as OpenCV's are.
 */
export const resampleInto = (
  out: Float32Array,
  outOffset: number,
  region: Region,
  { across, down }: { readonly across: Taps; readonly down: Taps },
): void => {
  const { pixels, strideColumns, x0, y0, rows, columns } = readable(region);
  const [outColumns, outRows] = [across.first.length, down.first.length];
  const from = y0 * strideColumns + x0;
  const source = pixels.subarray(from, from + (rows - 1) * strideColumns + columns);
  const at = layoutOf(source.byteLength, columns, outColumns, outRows);
  const kernels = kernelsWith(at.end);
  const bytes = new Uint8Array(kernels.memory.buffer);
  const put = (place: number, { buffer, byteOffset, byteLength }: ArrayBufferView): void =>
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), place);
  bytes.fill(0, at.acrossFirst, at.downFirst); // taps that fill up the last four read the line's beginning, times 0
  put(at.acrossFirst, across.first);
  put(at.acrossWeights, across.weights);
  put(at.downFirst, down.first);
  put(at.downWeights, down.weights);
  put(at.image, source);
  kernels.resample(
    kindOf(source),
    at.image,
    strideColumns,
    rows,
    columns,
    at.acrossFirst,
    at.acrossWeights,
    outColumns,
    at.downFirst,
    at.downWeights,
    outRows,
    at.scratch,
    at.out,
  );
  out.set(new Float32Array(kernels.memory.buffer, at.out, outColumns * outRows), outOffset);
};
