import type { ReadonlyPixels } from '../domain/image.ts';
import { kernelsWith } from './kernels/wasm-memory.ts';

/**
 * Turns the whole array, all slices together, into `(x - mean) / std` where it lies; computed in float64.
 * Population std; an array whose std is 0 (also an empty one) stays as it is. A NaN or an infinity spoils all of it.
 */
export const standardiseInPlace = (stack: Float32Array): void => {
  const kernels = kernelsWith(stack.byteLength);
  const copy = new Float32Array(kernels.memory.buffer, 0, stack.length);
  copy.set(stack);
  kernels.standardise(0, stack.length);
  stack.set(copy);
};

/** As `standardiseInPlace`, in a new array; the pixels given are not changed. */
export const standardised = (pixels: ReadonlyPixels): Float32Array => {
  const stack = new Float32Array(pixels);
  standardiseInPlace(stack);
  return stack;
};
