import { greatestIndex } from '../../../domain/statistics/greatest-index.ts';
import { MISSING_LABEL, SEVERITIES } from '../../../domain/vocabulary.ts';
import { type BootstrapOptions, bootstrap, type Estimate, shareOf } from '../bootstrap.ts';
import { CONDITION_GROUPS, type ConditionGroup, type GradedStudy, isAmong } from '../graded-study.ts';
import { KAPPA_WEIGHTS, type KappaWeights, kappaOf } from './kappa.ts';

/** A rater's severities for the locations of studies, in the order of `LOCATIONS`; `MISSING_LABEL` if none. */
export type Ratings = readonly (readonly number[])[];

/** The two compared raters. */
export interface Raters {
  readonly one: string;
  readonly other: string;
}

export interface Agreement extends Raters {
  readonly conditions: ConditionGroup;
  /** Locations that both graded. */
  readonly locations: number;
  readonly studies: number;
  /** Share of the locations with the same severity. */
  readonly same: Estimate;
  /** Absent if chance explains everything. */
  readonly kappa: Readonly<Partial<Record<KappaWeights, Estimate>>>;
}

/** Treats the most probable severities as a rater's. */
export const ratingsOf = (studies: readonly GradedStudy[]): Ratings =>
  studies.map(({ probabilities }) =>
    probabilities.map((row) => (row === undefined ? MISSING_LABEL : greatestIndex(row))),
  );

const CLASSES = SEVERITIES.length;
const CELLS = CLASSES * CLASSES;

/** [study][severity by one][severity by the other], over locations that both graded. */
const countsByStudy = (one: Ratings, other: Ratings, group: ConditionGroup): Uint8Array => {
  const counts = new Uint8Array(one.length * CELLS);
  one.forEach((labels, study) => {
    labels.forEach((label, location) => {
      const theirs = other[study]![location]!;
      if (label === MISSING_LABEL || theirs === MISSING_LABEL || !isAmong(group)(location)) return;
      counts[study * CELLS + label * CLASSES + theirs]!++;
    });
  });
  return counts;
};

const summed = (counts: Uint8Array, times: ArrayLike<number>): Float64Array => {
  const sums = new Float64Array(CELLS);
  for (let study = 0; study * CELLS < counts.length; study++) {
    const count = times[study]!;
    if (count === 0) continue;
    for (let cell = 0; cell < CELLS; cell++) sums[cell]! += count * counts[study * CELLS + cell]!;
  }
  return sums;
};

const sameShare = (counts: Float64Array): number | undefined => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const same = SEVERITIES.reduce((sum, _, severity) => sum + counts[severity * CLASSES + severity]!, 0);
  return shareOf(same, total);
};

/**
 * Kappa of two raters of the same studies, for every group of conditions in which both graded something.
 * @param one, other  in the order of the same studies
 */
export const agreements = (
  raters: Raters,
  [one, other]: readonly [Ratings, Ratings],
  options: BootstrapOptions,
): readonly Agreement[] =>
  CONDITION_GROUPS.flatMap((conditions) => {
    const counts = countsByStudy(one, other, conditions);
    const statistics = (times: ArrayLike<number>): Readonly<Record<KappaWeights | 'same', number | undefined>> => {
      const sums = summed(counts, times);
      const [none, linear, quadratic] = KAPPA_WEIGHTS.map((weights) => kappaOf(sums, CLASSES, weights));
      return { same: sameShare(sums), none, linear, quadratic };
    };
    const { same, ...kappa } = bootstrap(one.length, statistics, options);
    if (same === undefined) return [];
    const isGraded = (study: number) => counts.subarray(study * CELLS, (study + 1) * CELLS).some((count) => count > 0);
    const studies = one.filter((_, study) => isGraded(study)).length;
    return [{ ...raters, conditions, locations: counts.reduce((sum, n) => sum + n, 0), studies, same, kappa }];
  });
