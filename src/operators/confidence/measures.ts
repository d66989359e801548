import type { Basis } from '../../domain/basis.ts';
import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import type { Keypoint, LocationLogits } from '../../domain/results.ts';
import { mean } from '../../domain/statistics/mean.ts';
import { softmax } from '../../imaging/index.ts';

const entropyNats = (probabilities: readonly number[]): number =>
  probabilities.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);

/** Entropy, normalised by its maximum for this number of outcomes. */
export const entropyOf = (probabilities: readonly number[]): number =>
  entropyNats(probabilities) / Math.log(probabilities.length);

/** The greatest probability minus the second. */
export const marginOf = (probabilities: readonly number[]): number => {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  return first - second;
};

/**
 * Jensen-Shannon divergence of some distributions (Lin 1991, DOI 10.1109/18.61115), normalised by its maximum: 0 if all
 * are equal. Undefined for fewer than two.
 */
export const disagreementOf = (members: readonly (readonly number[])[]): number | undefined => {
  const [first, ...others] = members;
  if (first === undefined || others.length === 0) return undefined;
  const middle = first.map((_, index) => mean(members.map((one) => one[index]!)));
  const ofMembers = mean(members.map(entropyNats));
  const greatest = Math.log(Math.min(members.length, first.length));
  return Math.max(0, entropyNats(middle) - ofMembers) / greatest; // negative only by rounding
};

const meanOf = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : mean(known);
};

const extreme = (
  choose: (...values: number[]) => number,
  values: readonly (number | undefined)[],
): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : choose(...known);
};

/** The inputs of a grade. */
export interface GradeParts {
  readonly probabilities: readonly number[];
  readonly basis: Basis;
  /** Each network's logits for the location. */
  readonly members: readonly LocationLogits[];
  /** Keypoints of the grade. */
  readonly keypoints: readonly Keypoint[];
}

/** All measures of a grade's confidence. */
export const measuresOf = ({ probabilities, basis, members, keypoints }: GradeParts): ConfidenceMeasures => ({
  seen: basis.seen,
  doubtful: basis.doubtful,
  entropy: entropyOf(probabilities),
  margin: marginOf(probabilities),
  foldDisagreement: meanOf(members.map(({ folds = [] }) => disagreementOf(folds.map((logits) => softmax(logits))))),
  networkDisagreement: disagreementOf(members.map(({ logits }) => softmax(logits))),
  peak: extreme(
    Math.min,
    keypoints.map(({ peak }) => peak),
  ),
  spread: extreme(
    Math.max,
    keypoints.map(({ spread }) => spread),
  ),
});
