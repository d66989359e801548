import type { Shape } from '../../models/nn/dim.ts';
import type { LossOps } from '../../models/nn/gradient/primitives.ts';
import { scalarOf } from '../../models/nn/scalar-of.ts';
import { labelUnfit, logitsUnfit } from '../errors.ts';

/** A label without weight. */
export const IGNORED_LABEL = -100;

export const CLASSES = 3;

/** Fractions of the severities, whose sum is the label's weight: 1, or less. */
export type Shares = readonly [normal: number, moderate: number, severe: number];

/** 0, 1 or 2, -100 if missing, or fractions of the three. */
export type Grade = number | Shares;

/** Places classified in each sample of [n, 3 * places]. */
export const placesOf = (output: Shape): number => {
  const [, logits] = output;
  if (output.length !== 2 || typeof logits !== 'number' || logits % CLASSES !== 0) throw logitsUnfit(output);
  return logits / CLASSES;
};

/** A loss, [], from the total of the weighted log probabilities. */
export const negated = <T>(nn: LossOps<T>, total: T): T => nn.reshape(nn.mul(total, scalarOf(nn, -1)), []);

/** Log probabilities of each place, [n, places, 3], from logits [n, 3 * places], classes outermost. */
export const logProbabilities = <T>(nn: LossOps<T>, output: T): T => {
  const [n] = nn.shapeOf(output);
  const byPlace = nn.reshape(output, [n!, CLASSES, placesOf(nn.shapeOf(output))]);
  return nn.logSoftmax(nn.transpose(byPlace, [0, 2, 1]));
};

/**
 * Targets of `crossEntropy` for labels of a batch, row-major [n, places]; fractions are weighted by their class.
 * @param weights  of the three classes
 * @returns [n, places, 3]
 */
export const classTargets = (labels: ArrayLike<Grade>, weights: readonly number[] = [1, 1, 1]): Float32Array => {
  const targets = new Float32Array(labels.length * CLASSES);
  for (let place = 0; place < labels.length; place++) {
    const label = labels[place]!;
    if (typeof label !== 'number') {
      label.forEach((share, severity) => {
        targets[place * CLASSES + severity] = share * weights[severity]!;
      });
      continue;
    }
    if (label === IGNORED_LABEL) continue;
    if (!Number.isInteger(label) || label < 0 || label >= CLASSES) throw labelUnfit(label, place);
    targets[place * CLASSES + label] = weights[label]!;
  }
  return targets;
};
