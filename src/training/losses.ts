import type { Shape } from '../models/nn/dim.ts';
import type { Loss } from '../models/nn/gradient/update-rule.ts';
import { labelUnfit, logitsUnfit } from './errors.ts';

/** A label that counts for nothing. */
export const IGNORED_LABEL = -100;

const allAxes = (shape: Shape): readonly number[] => shape.map((_, axis) => axis);

/** The mean of squared differences over all elements. */
export const meanSquaredError: Loss = {
  name: 'mean squared error',
  targetShape: (output) => output,
  total: (nn, output, target) => {
    const difference = nn.sub(output, target);
    return nn.reshape(nn.sum(nn.mul(difference, difference), allAxes(nn.shapeOf(output))), []);
  },
  divisor: (target) => target.length,
};

const CLASSES = 3;

/** Places that are classified in each sample of [n, 3 * places]. */
const placesOf = (output: Shape): number => {
  const [, logits] = output;
  if (output.length !== 2 || typeof logits !== 'number' || logits % CLASSES !== 0) throw logitsUnfit(output);
  return logits / CLASSES;
};

/**
 * Cross entropy of 3 classes at each place. Logits are [n, 3 * places], classes outermost; targets [n, places, 3] hold the weight of
 * the true class at its place and 0 elsewhere (`classTargets`). The sum over all places is divided by the sum of the weights.
 */
export const crossEntropy: Loss = {
  name: 'cross entropy',
  targetShape: (output) => [output[0]!, placesOf(output), CLASSES],
  total: (nn, output, target) => {
    const [n] = nn.shapeOf(output);
    const byPlace = nn.transpose(nn.reshape(output, [n!, CLASSES, placesOf(nn.shapeOf(output))]), [0, 2, 1]);
    const picked = nn.sum(nn.mul(nn.logSoftmax(byPlace), target), [0, 1, 2]);
    return nn.reshape(nn.mul(picked, nn.constant(Float32Array.of(-1), [])), []);
  },
  divisor: (target) => target.reduce((sum, weight) => sum + weight, 0),
};

/**
 * Targets of `crossEntropy` for labels of a batch, row-major [n, places]: 0, 1, 2, or -100 for one that is missing.
 * @param weights  of the three classes
 * @returns [n, places, 3]
 */
export const classTargets = (labels: ArrayLike<number>, weights: readonly number[] = [1, 1, 1]): Float32Array => {
  const targets = new Float32Array(labels.length * CLASSES);
  for (let place = 0; place < labels.length; place++) {
    const label = labels[place]!;
    if (label === IGNORED_LABEL) continue;
    if (!Number.isInteger(label) || label < 0 || label >= CLASSES) throw labelUnfit(label, place);
    targets[place * CLASSES + label] = weights[label]!;
  }
  return targets;
};
