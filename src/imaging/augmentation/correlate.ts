import { kernelWrong, pixelCountWrong } from '../errors.ts';
import type { ImageSize } from '../resize.ts';
import type { Kernel } from './kernel.ts';

/** Reflects index `i` into 0 .. count - 1 without repeating the edge: dcb|abcd|cba. */
export const reflected = (i: number, count: number): number => {
  if (count === 1) return 0;
  const period = 2 * (count - 1);
  const phase = ((i % period) + period) % period;
  return phase < count ? phase : period - phase;
};

/** Pads a plane by `margin` reflected pixels on each side. */
const withMargin = (plane: Float32Array, { rows, columns }: ImageSize, margin: number): Float32Array => {
  const width = columns + 2 * margin;
  const sources = Int32Array.from({ length: width }, (_, x) => reflected(x - margin, columns));
  const wide = new Float32Array(width * (rows + 2 * margin));
  for (let y = 0, at = 0; at < wide.length; y++) {
    const start = reflected(y - margin, rows) * columns;
    for (let x = 0; x < width; x++, at++) wide[at] = plane[start + sources[x]!]!;
  }
  return wide;
};

/**
 * Filters each slice of the stack by the kernel: a correlation (the kernel is not flipped), reflected border,
 * no clipping; the same values as OpenCV's `filter2D` with its default border.
 * @param stack   [slices, rows, columns]
 * Throws PIXEL_COUNT or KERNEL.
 */
export const correlated = (stack: Float32Array, size: ImageSize, { sizePx, weights }: Kernel): Float32Array => {
  const { rows, columns } = size;
  const area = rows * columns;
  if (stack.length % area !== 0) throw pixelCountWrong(stack.length, size, 'a stack of slices');
  if (sizePx % 2 !== 1 || weights.length !== sizePx * sizePx)
    throw kernelWrong(`${weights.length} weights do not make a kernel of ${sizePx} x ${sizePx}`);
  const margin = (sizePx - 1) / 2;
  const width = columns + 2 * margin;
  const taps = weights
    .map((weight, i) => ({ weight, shift: Math.floor(i / sizePx) * width + (i % sizePx) }))
    .filter(({ weight }) => weight !== 0);
  const out = new Float32Array(stack.length);
  const sums = new Float64Array(columns);
  for (let start = 0; start < stack.length; start += area) {
    const wide = withMargin(stack.subarray(start, start + area), size, margin);
    for (let row = 0; row < rows; row++) {
      sums.fill(0);
      for (const { weight, shift } of taps) {
        const from = row * width + shift;
        for (let x = 0; x < columns; x++) sums[x]! += weight * wide[from + x]!;
      }
      out.set(sums, start + row * columns);
    }
  }
  return out;
};
