import { logitsNotFinite } from './errors.ts';

/**
 * Probabilities of classes from their logits, e.g. of the three severities; they add up to 1 within rounding.
 * The greatest logit is taken off first, so no size of logits overflows. Throws LOGITS_NOT_FINITE.
 */
export const softmax = (logits: ArrayLike<number>): number[] => {
  const values = Array.from(logits);
  if (!values.every(Number.isFinite)) throw logitsNotFinite(logits);
  const top = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
