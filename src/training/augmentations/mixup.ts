import { z } from 'zod';
import { defineAugmentation } from './define-augmentation.ts';
import { mixtureShare, sharedOptions, weightedSum, withPartners } from './mixing.ts';

export const mixup = defineAugmentation({
  name: 'mixup',
  summary:
    'Each sample mixed with another of its batch, pixels and targets in the same shares (Zhang et al., arXiv:1710.09412).',
  on: 'batch',
  options: z.strictObject(sharedOptions),
  draw: (random, { probability, alpha }) => {
    if (random() >= probability) return undefined;
    const share = mixtureShare(random, alpha);
    return withPartners(random, (sample, other) => ({
      ...sample,
      inputs: sample.inputs.map((input, place) => ({
        ...input,
        data: weightedSum(input.data, other.inputs[place]!.data, share),
      })),
      target: { ...sample.target, data: weightedSum(sample.target.data, other.target.data, share) },
    }));
  },
});
