import { z } from 'zod';
import { standardised } from '../../imaging/index.ts';
import { defineAugmentation } from './define-augmentation.ts';

/**
 * A stack without its first or last slices, as where an axial block ends: they get the stack's smallest value, which is
 * that of air, like the zeros of slices that do not exist; then the stack is standardised again.
 *
 * @param slicePixels  number of pixels of a slice
 * @param missing  number of slices to leave out: from the start, or if negative from the end
 */
export const shortened = (stack: Float32Array, slicePixels: number, missing: number): Float32Array => {
  const air = stack.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const left = Math.abs(missing) * slicePixels;
  const filled = stack.slice();
  if (missing > 0) filled.fill(air, 0, left);
  else filled.fill(air, stack.length - left);
  return standardised(filled);
};

export const incomplete = defineAugmentation({
  name: 'incomplete',
  summary: 'Slices at one end of a stack missing, as where an axial block ends.',
  on: 'input',
  of: 'grades',
  options: z.strictObject({
    probability: z.number().min(0).max(1).default(0.3).describe('of a change at all'),
    slices: z.int().min(1).default(2).describe('at most so many are missing; the middle one never is'),
  }),
  draw: (random, { probability, slices }) => {
    if (random() >= probability) return undefined;
    const [count, end] = [random(), random() < 0.5 ? 1 : -1];
    return ({ stack, heatmaps }, { rows, columns }) => {
      const slicePixels = rows * columns;
      const most = Math.min(slices, Math.ceil(stack.length / slicePixels / 2) - 1);
      const missing = end * Math.ceil(count * most);
      return { stack: missing === 0 ? stack : shortened(stack, slicePixels, missing), heatmaps };
    };
  },
});
