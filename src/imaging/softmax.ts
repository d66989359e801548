import { logitsNotFinite } from './errors.ts';

/**
 * Returns the probabilities of classes from their logits, e.g. of the three severities; they sum to 1 within rounding.
 * Subtracts the greatest logit first, so that logits of any size do not overflow.
 * @throws LOGITS_NOT_FINITE
 *
 * @example
 * import { softmax } from 'spinestream/imaging';
 *
 * softmax([0, 0]); // [0.5, 0.5]
 * softmax([2, 1, 1000]); // [0, 0, 1]
 * softmax([Number.NaN]); // throws LOGITS_NOT_FINITE
 */
export const softmax = (logits: ArrayLike<number>): number[] => {
  const values = Array.from(logits);
  if (!values.every(Number.isFinite)) throw logitsNotFinite(logits);
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
