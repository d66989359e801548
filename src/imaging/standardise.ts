import type { ReadonlyPixels } from '../domain/image.ts';

/**
 * Sums of `x - centre` and of its square, in float64.
 * Four elements a step add up before they meet the running sum: that sum is a chain in which each addition waits
 * for the last, and it is the chain that sets the pace.
 */
const centredSums = (pixels: Float32Array, centre: number): { readonly sum: number; readonly squares: number } => {
  let sum = 0;
  let squares = 0;
  const fours = pixels.length - (pixels.length % 4);
  for (let i = 0; i < fours; i += 4) {
    const a = pixels[i]! - centre;
    const b = pixels[i + 1]! - centre;
    const c = pixels[i + 2]! - centre;
    const d = pixels[i + 3]! - centre;
    sum += a + b + (c + d);
    squares += a * a + b * b + (c * c + d * d);
  }
  for (let i = fours; i < pixels.length; i++) {
    const a = pixels[i]! - centre;
    sum += a;
    squares += a * a;
  }
  return { sum, squares };
};

/**
 * Mean and population variance in one pass, counted from the first element: that keeps the float64 sums small against
 * the 53 bits they have, and makes a constant stack's variance exactly 0, whatever the constant.
 */
const momentsOf = (pixels: Float32Array): { readonly mean: number; readonly variance: number } => {
  const centre = pixels[0] ?? 0;
  const { sum, squares } = centredSums(pixels, centre);
  const offset = sum / pixels.length;
  return { mean: centre + offset, variance: Math.max(0, squares / pixels.length - offset * offset) };
};

/**
 * Turns the whole array, all slices together, into `(x - mean) / std` where it lies.
 * Population std; an array whose std is 0 (also an empty one) stays as it is. A NaN or an infinity spoils all of it.
 */
export const standardiseInPlace = (stack: Float32Array): void => {
  if (stack.length === 0) return;
  const { mean, variance } = momentsOf(stack);
  if (variance === 0) return;
  const scale = 1 / Math.sqrt(variance);
  for (let i = 0; i < stack.length; i++) stack[i] = (stack[i]! - mean) * scale;
};

/** As `standardiseInPlace`, in a new array; the pixels given are not changed. */
export const standardised = (pixels: ReadonlyPixels): Float32Array => {
  const stack = new Float32Array(pixels);
  standardiseInPlace(stack);
  return stack;
};
