import type { Reversal } from '../domain/mirror.ts';
import { pixelCountWrong } from './errors.ts';
import type { ImageSize } from './resize.ts';

/**
 * Mirrors each slice left to right, in place.
 * @param stack   [slices, rows, columns], any number of slices
 * Throws PIXEL_COUNT unless the stack consists of whole slices.
 */
export const mirrorColumns = (stack: Float32Array, size: ImageSize): void => {
  const { rows, columns } = size;
  if (stack.length % (rows * columns) !== 0) throw pixelCountWrong(stack.length, size, 'a stack of slices');
  for (let row = 0; row < stack.length; row += columns) {
    for (let left = row, right = row + columns - 1; left < right; left++, right--) {
      const value = stack[left]!;
      stack[left] = stack[right]!;
      stack[right] = value;
    }
  }
};

/**
 * Returns a copy of a stack with every slice mirrored left to right.
 * @param stack  row-major slices, [slices, rows, columns]
 * @param size   of a slice, in pixels
 * @throws PIXEL_COUNT unless the stack consists of whole slices
 *
 * @example
 * import { mirroredColumns } from 'spinestream/imaging';
 *
 * mirroredColumns(Float32Array.of(1, 2, 3, 4, 5, 6), { rows: 2, columns: 3 }); // Float32Array(6) [3, 2, 1, 6, 5, 4]
 */
export const mirroredColumns = (stack: Float32Array, size: ImageSize): Float32Array => {
  const out = stack.slice();
  mirrorColumns(out, size);
  return out;
};

/** Reverses the slices of a stack, or of each of several consecutive stacks of `slices` slices, in a new array. */
const reversedSlices = (stack: Float32Array, size: ImageSize, slices: number): Float32Array => {
  const plane = size.rows * size.columns;
  if (stack.length % (plane * slices) !== 0) throw pixelCountWrong(stack.length, size, `stacks of ${slices} slices`);
  const out = new Float32Array(stack.length);
  for (let start = 0; start < stack.length; start += plane * slices)
    for (let slice = 0; slice < slices; slice++)
      out.set(stack.subarray(start + slice * plane, start + (slice + 1) * plane), start + (slices - 1 - slice) * plane);
  return out;
};

/**
 * Mirrors a stack in a new array; returns the same array if no axis is reversed.
 * @param shape  [..., slices, rows, columns]
 */
export const mirroredStack = (pixels: Float32Array, shape: readonly number[], reversal: Reversal): Float32Array => {
  const [slices = 1, rows = 1, columns = 1] = shape.slice(-3);
  const size = { rows, columns };
  const ordered = reversal.slices ? reversedSlices(pixels, size, slices) : pixels;
  return reversal.columns ? mirroredColumns(ordered, size) : ordered;
};
