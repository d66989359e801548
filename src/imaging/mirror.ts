import { pixelCountWrong } from './errors.ts';
import type { ImageSize } from './resize.ts';

/**
 * The stack seen in a mirror: left and right exchanged in each slice.
 * @param stack   [slices, rows, columns], any number of slices
 * @returns       a new array of the same shape. Throws PIXEL_COUNT where the stack holds no whole slices.
 */
export const mirroredColumns = (stack: Float32Array, size: ImageSize): Float32Array => {
  const { rows, columns } = size;
  if (stack.length % (rows * columns) !== 0) throw pixelCountWrong(stack.length, size, 'a stack of slices');
  const out = stack.slice();
  for (let row = 0; row < out.length; row += columns) out.subarray(row, row + columns).reverse();
  return out;
};
