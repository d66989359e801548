import { z } from 'zod';
import { drawOrder } from '../../imaging/index.ts';
import type { BatchChange, MixedSample, Random } from './define-augmentation.ts';

/** Options of augmentations that mix samples of a batch. */
export const sharedOptions = {
  probability: z.number().min(0).max(1).default(0.5).describe('of a change of a batch at all'),
  alpha: z
    .number()
    .min(0.05)
    .max(8)
    .default(0.4)
    .describe('shares are drawn from Beta(alpha, alpha): near 0 and 1 where it is small, uniform at 1'),
};

/** Draws from Beta(alpha, alpha) by Joehnk's rejection (1964): about one try at small alpha, three at 1.5. */
export const mixtureShare = (random: Random, alpha: number): number => {
  for (;;) {
    // 1 - random() is above 0; uses logarithms, since powers of 1 / alpha underflow
    const [a, b] = [Math.log(1 - random()) / alpha, Math.log(1 - random()) / alpha];
    const greatest = Math.max(a, b);
    const logSum = greatest + Math.log(Math.exp(a - greatest) + Math.exp(b - greatest));
    if (logSum <= 0) return Math.exp(a - logSum);
  }
};

/** Blends element by element: `share` of the first, the rest of the second. */
export const weightedSum = (own: Float32Array, other: Float32Array, share: number): Float32Array => {
  const out = new Float32Array(own.length);
  for (let i = 0; i < out.length; i++) out[i] = share * own[i]! + (1 - share) * other[i]!;
  return out;
};

/** Mixes each sample with one that is drawn for it from the batch. */
export const withPartners =
  (random: Random, mixed: <S extends MixedSample>(sample: S, other: S) => S): BatchChange =>
  (samples) => {
    const partners = drawOrder(random, samples.length);
    return samples.map((sample, index) => mixed(sample, samples[partners[index]!]!));
  };
