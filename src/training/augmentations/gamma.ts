import { z } from 'zod';
import { standardised } from '../../imaging/index.ts';
import { betweenByRatio, defineAugmentation } from './define-augmentation.ts';

/**
 * Applies a gamma to values between a stack's minimum and maximum, then standardises again. Below 1, dark tissue
 * becomes brighter; above 1, darker. Preserves order.
 */
export const bent = (stack: Float32Array, exponent: number): Float32Array => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of stack) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const range = high - low;
  if (!(range > 0)) return stack; // blank stays blank
  return standardised(stack.map((value) => ((value - low) / range) ** exponent));
};

export const gamma = defineAugmentation({
  name: 'gamma',
  summary: 'Values bent by an exponent: another relation of tissue and brightness, as other sequences have.',
  on: 'input',
  options: z
    .strictObject({
      probability: z.number().min(0).max(1).default(0.3).describe('of a change at all'),
      from: z.number().positive().default(0.7).describe('smallest exponent'),
      to: z.number().positive().default(1.5).describe('largest exponent; drawn uniformly by its logarithm'),
    })
    .refine((o) => o.from <= o.to, 'expected "from" not above "to"'),
  draw: (random, { probability, from, to }) => {
    if (random() >= probability) return undefined;
    const exponent = betweenByRatio(random, from, to);
    return ({ stack, heatmaps }) => ({ stack: bent(stack, exponent), heatmaps });
  },
});
