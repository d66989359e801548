import { z } from 'zod';
import { between, betweenByRatio, defineAugmentation } from './define-augmentation.ts';

export const contrast = defineAugmentation({
  name: 'contrast',
  summary: 'Values times a factor, plus a shift: the contrast and brightness of another coil or scanner.',
  on: 'input',
  options: z
    .strictObject({
      probability: z.number().min(0).max(1).default(0.5).describe('of a change at all'),
      from: z.number().positive().default(0.8).describe('smallest factor'),
      to: z.number().positive().default(1.25).describe('largest factor; the two are met as often as their inverses'),
      shift: z.number().min(0).default(0.2).describe('values are shifted by up to so many standard deviations'),
    })
    .refine((o) => o.from <= o.to, 'expected "from" not above "to"'),
  draw: (random, { probability, from, to, shift }) => {
    if (random() >= probability) return undefined;
    const factor = betweenByRatio(random, from, to);
    const added = between(random, -shift, shift);
    return ({ stack, heatmaps }) => ({ stack: stack.map((value) => factor * value + added), heatmaps });
  },
});
