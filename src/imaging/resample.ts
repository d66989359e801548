import type { ReadonlyPixels } from '../domain/image.ts';
import { aligned, type Kernels, kernelsWith } from './kernels/wasm-memory.ts';
import { type Region, rowReader } from './region.ts';
import type { Taps } from './taps.ts';

/** Pixel types that the kernel reads directly, in the order of its numbers for them. */
const KINDS = [Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array] as const;
type KernelPixels = InstanceType<(typeof KINDS)[number]>;

/** Elements of border padding at each end of a line. */
const PAD = 2;

const kindOf = (pixels: ReadonlyPixels): number => KINDS.findIndex((kind) => pixels instanceof kind);

const isKernelPixels = (pixels: ReadonlyPixels): pixels is KernelPixels => kindOf(pixels) >= 0;

/** A region in the kernel's memory; unsupported pixel types become float32. */
const readable = (region: Region): Region & { readonly pixels: KernelPixels } => {
  const { pixels, rows, columns } = region;
  if (isKernelPixels(pixels)) return { ...region, pixels };
  const copy = new Float32Array(rows * columns);
  const read = rowReader(region);
  for (let row = 0; row < rows; row++) read(row, copy, row * columns);
  return { pixels: copy, strideColumns: columns, x0: 0, y0: 0, rows, columns };
};

/** Taps of both axes. */
export interface AxisTaps {
  readonly across: Taps;
  readonly down: Taps;
}

/** Layout of the kernel's working memory, from `start` on, in bytes; `end` is the total. */
const layoutFrom = (start: number, imageBytes: number, { columns }: Region, { across, down }: AxisTaps) => {
  const fours = Math.ceil(across.first.length / 4) * 4;
  const outRows = down.first.length;
  let end = aligned(start);
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
  const scratch = place(16 + 16 * (columns + 2 * PAD) + 32 * fours);
  return { acrossFirst, acrossWeights, downFirst, downWeights, image, scratch, end };
};

/** The pixels of a region from first to last, including the gaps between its rows. */
const sourceOf = ({ pixels, strideColumns, x0, y0, rows, columns }: Region & { readonly pixels: KernelPixels }) => {
  const from = y0 * strideColumns + x0;
  return pixels.subarray(from, from + (rows - 1) * strideColumns + columns);
};

/** A prepared resampling: its memory requirement besides the output, and a function that runs it. */
export interface Resampling {
  /** Required bytes if it may use the memory after `workAt`. */
  readonly endFrom: (workAt: number) => number;
  /** Writes the output to address `outAt`, which precedes `workAt`. */
  readonly run: (kernels: Kernels, outAt: number, workAt: number) => void;
}

/**
 * Separable resampling by four taps per axis: along the rows first, rounded to float32, then down the columns. The output has `across.first.length`
 * columns by `down.first.length` rows. Products and sums are float32, tap by tap, as in OpenCV.
 */
export const resampling = (given: Region, taps: AxisTaps): Resampling => {
  const region = readable(given);
  const source = sourceOf(region);
  const { across, down } = taps;
  return {
    endFrom: (workAt) => layoutFrom(workAt, source.byteLength, region, taps).end,
    run: (kernels, outAt, workAt) => {
      const at = layoutFrom(workAt, source.byteLength, region, taps);
      const bytes = new Uint8Array(kernels.memory.buffer);
      const put = (place: number, { buffer, byteOffset, byteLength }: ArrayBufferView): void =>
        bytes.set(new Uint8Array(buffer, byteOffset, byteLength), place);
      bytes.fill(0, at.acrossFirst, at.downFirst); // padding taps read the start of the line, times 0
      put(at.acrossFirst, across.first);
      put(at.acrossWeights, across.weights);
      put(at.downFirst, down.first);
      put(at.downWeights, down.weights);
      put(at.image, source);
      kernels.resample(
        kindOf(source),
        at.image,
        region.strideColumns,
        region.rows,
        region.columns,
        at.acrossFirst,
        at.acrossWeights,
        across.first.length,
        at.downFirst,
        at.downWeights,
        down.first.length,
        at.scratch,
        outAt,
      );
    },
  };
};

/** Resamples to `out` from `outOffset` on. */
export const resampleInto = (out: Float32Array, outOffset: number, region: Region, taps: AxisTaps): void => {
  const { endFrom, run } = resampling(region, taps);
  const count = taps.across.first.length * taps.down.first.length;
  const workAt = aligned(4 * count);
  const kernels = kernelsWith(endFrom(workAt));
  run(kernels, 0, workAt);
  out.set(new Float32Array(kernels.memory.buffer, 0, count), outOffset);
};
