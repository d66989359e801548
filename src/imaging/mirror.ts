import { pixelCountWrong } from './errors.ts';
import type { ImageSize } from './resize.ts';

/**
 * Exchanges left and right in each slice, where the stack lies.
 * @param stack   [slices, rows, columns], any number of slices
 * Throws PIXEL_COUNT where the stack holds no whole slices.
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

/** As `mirrorColumns`, in a new array; the stack given is not changed. */
export const mirroredColumns = (stack: Float32Array, size: ImageSize): Float32Array => {
  const out = stack.slice();
  mirrorColumns(out, size);
  return out;
};
