import type { ReadonlyPixels } from '../domain/image.ts';
import { kernelsWith } from './kernels/wasm-memory.ts';

/**
 * Standardises an array, all slices together, in place: `(x - mean) / std`, computed in float64, with the population standard deviation.
 * An array whose standard deviation is 0 (also an empty one) stays unchanged; a NaN or an infinity makes every value NaN.
 *
 * @example
 * import { standardiseInPlace } from 'spinestream/imaging';
 *
 * const stack = Float32Array.of(10, 20, 30, 40, 50);
 * standardiseInPlace(stack);
 * stack; // Float32Array(5) [-1.41..., -0.70..., 0, 0.70..., 1.41...]
 */
export const standardiseInPlace = (stack: Float32Array): void => {
  const kernels = kernelsWith(stack.byteLength);
  const copy = new Float32Array(kernels.memory.buffer, 0, stack.length);
  copy.set(stack);
  kernels.standardise(0, stack.length);
  stack.set(copy);
};

/**
 * Returns a standardised copy of pixels: `(x - mean) / std`, as `standardiseInPlace` computes it.
 * @param pixels  any numbers, e.g. a whole stack [slices, rows, columns]
 *
 * @example
 * import { standardised } from 'spinestream/imaging';
 *
 * standardised([1, 1, 3, 3]); // Float32Array(4) [-1, -1, 1, 1]
 */
export const standardised = (pixels: ReadonlyPixels): Float32Array => {
  const stack = new Float32Array(pixels);
  standardiseInPlace(stack);
  return stack;
};
