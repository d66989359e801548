import { z } from 'zod';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';
import { CLASSES, logProbabilities, negated, placesOf } from './class-targets.ts';
import { defineLoss } from './define-loss.ts';

/**
 * Cross entropy of 3 classes at each place. Logits are [n, 3 * places], classes outermost; targets [n, places, 3] hold
 * the weight of the true class at its place and 0 elsewhere (`classTargets`). Divides the sum over all places by the
 * sum of the weights.
 */
export const crossEntropy: Loss = {
  targetShape: (output) => [output[0]!, placesOf(output), CLASSES],
  total: (nn, output, target) => {
    const picked = nn.sum(nn.mul(logProbabilities(nn, output), target), [0, 1, 2]);
    return negated(nn, picked);
  },
  divisor: (target) => target.reduce((sum, weight) => sum + weight, 0),
};

export const crossEntropyLoss = defineLoss({
  name: 'cross-entropy',
  summary: 'Cross entropy of the severities, weighted by training.classWeights.',
  options: z.strictObject({}),
  of: 'grades',
  make: () => crossEntropy,
});
