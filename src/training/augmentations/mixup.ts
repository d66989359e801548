import { z } from 'zod';
import { drawOrder } from '../../imaging/index.ts';
import { defineAugmentation } from './define-augmentation.ts';
import { mixtureShare, type SharedOptions, sharedOptions, weightedSum } from './mixing.ts';

export const mixup = defineAugmentation({
  name: 'mixup',
  summary:
    'Each sample mixed with another of its batch, pixels and targets in the same shares (Zhang et al., arXiv:1710.09412).',
  on: 'batch',
  options: z.strictObject(sharedOptions),
  draw: (random, { probability, alpha }: SharedOptions) => {
    if (random() >= probability) return undefined;
    const share = mixtureShare(random, alpha);
    return (samples) => {
      const partners = drawOrder(random, samples.length);
      return samples.map((sample, index) => {
        const other = samples[partners[index]!]!;
        return {
          ...sample,
          inputs: sample.inputs.map((input, place) => ({
            ...input,
            data: weightedSum(input.data, other.inputs[place]!.data, share),
          })),
          target: { ...sample.target, data: weightedSum(sample.target.data, other.target.data, share) },
        };
      });
    };
  },
});
