import type { Image } from '../domain/image.ts';
import type { PixelBox } from './crop.ts';
import { outputTooSmall } from './errors.ts';
import { aligned, kernelsWith } from './kernels/wasm-memory.ts';
import type { Region } from './region.ts';
import { resampling } from './resample.ts';
import { boxedRegion, checkSize, copyInto, type ImageSize, wholeRegion } from './resize.ts';
import { cubicTaps } from './taps.ts';

/** A slice of a stack: an image, or a box of it. */
export interface StackSlice {
  readonly image: Image;
  readonly box?: PixelBox;
}

/** A network input. */
export interface StandardisedStack {
  /** [count, rows, columns] */
  readonly pixels: Float32Array;
  /** Whether the given slices, after resizing, are constant. */
  readonly isFlat: boolean;
}

/** Relative tolerance for a constant, since resizing rounds. */
const ROUNDING = 1e-5;

const isOneValue = (pixels: Float32Array): boolean => {
  const [first = 0] = pixels;
  const tolerance = ROUNDING * Math.abs(first);
  for (let i = 0; i < pixels.length; i++) if (!(Math.abs(pixels[i]! - first) <= tolerance)) return false;
  return true;
};

/** Avoids `slice`, which fills the memory with zeros first. */
const copyOf = (pixels: Float32Array): Float32Array => {
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(pixels.byteLength);
  const copy = new Float32Array(buffer, byteOffset, pixels.length);
  copy.set(pixels);
  return copy;
};

/** Resamples a region into the stack; `endFrom` is the memory required if the stack ends at an address. */
const placing = (region: Region, size: ImageSize) => {
  if (size.rows === region.rows && size.columns === region.columns)
    return { region, resampled: undefined, endFrom: (at: number) => at };
  const across = cubicTaps(region.columns, size.columns);
  const resampled = resampling(region, { across, down: cubicTaps(region.rows, size.rows) });
  return { region, resampled, endFrom: resampled.endFrom };
};

/**
 * Resizes slices bicubically, like `resize`, and standardises the stack as a whole, like `standardised`, without intermediate copies.
 * Missing slices, up to `count`, are zero before standardisation.
 * Throws IMAGE_SIZE, PIXEL_COUNT, BOX_OUTSIDE_IMAGE, or OUTPUT_TOO_SMALL for more slices than `count`.
 */
export const standardisedStack = (
  slices: readonly StackSlice[],
  { count, size }: { readonly count: number; readonly size: ImageSize },
): StandardisedStack => {
  checkSize(size);
  const plane = size.rows * size.columns;
  if (slices.length > count) throw outputTooSmall(count * plane, 0, slices.length * plane);
  const workAt = aligned(4 * count * plane);
  const parts = slices.map(({ image, box }) => placing(box ? boxedRegion(image, box) : wholeRegion(image), size));
  const kernels = kernelsWith(parts.reduce((end, { endFrom }) => Math.max(end, endFrom(workAt)), workAt));
  const stack = new Float32Array(kernels.memory.buffer, 0, count * plane);
  for (const [index, { region, resampled }] of parts.entries()) {
    if (resampled === undefined) copyInto(stack, index * plane, region, size);
    else resampled.run(kernels, 4 * index * plane, workAt);
  }
  stack.fill(0, slices.length * plane);
  const isFlat = slices.length > 0 && isOneValue(stack.subarray(0, slices.length * plane));
  kernels.standardise(0, stack.length);
  return { pixels: copyOf(stack), isFlat };
};
