import { z } from 'zod';
import type { Loss } from '../../models/nn/gradient/update-rule.ts';
import { CLASSES, logProbabilities, negated } from './class-targets.ts';
import { crossEntropy } from './cross-entropy.ts';
import { defineLoss } from './define-loss.ts';

/**
 * Cross entropy with label smoothing, like PyTorch's CrossEntropyLoss(weight, label_smoothing): the true class of
 * weight w counts (1 - smoothing) w, and every class of weight w counts smoothing w / 3. Divides the sum by the weights
 * of the true classes.
 */
export const smoothedCrossEntropy = (smoothing: number, classWeights: readonly number[]): Loss => {
  // a target is its class's weight at the class and 0 elsewhere; a matrix row maps it to the smoothed weights of all
  // classes
  const matrix = Float32Array.from({ length: CLASSES * CLASSES }, (_, index) => {
    const [of, to] = [Math.floor(index / CLASSES), index % CLASSES];
    return (of === to ? 1 - smoothing : 0) + (smoothing * classWeights[to]!) / (CLASSES * classWeights[of]!);
  });
  return {
    ...crossEntropy,
    total: (nn, output, target) => {
      const smoothed = nn.matMul(target, nn.constant(matrix, [CLASSES, CLASSES]));
      const total = nn.sum(nn.mul(logProbabilities(nn, output), smoothed), [0, 1, 2]);
      return negated(nn, total);
    },
  };
};

export const smoothedCrossEntropyLoss = defineLoss({
  name: 'smoothed-cross-entropy',
  summary: 'Cross entropy that also gives every other severity a share, for labels on which readers differ.',
  options: z.strictObject({
    smoothing: z.number().min(0).lt(1).default(0.1).describe('share of the weight that is spread over all severities'),
  }),
  of: 'grades',
  make: ({ smoothing }, { classWeights }) => smoothedCrossEntropy(smoothing, classWeights),
});
