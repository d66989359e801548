import { type BootstrapOptions, bootstrap, type Estimate } from '../bootstrap.ts';
import { CONDITION_GROUPS, type ConditionGroup } from '../graded-study.ts';
import { type Answer, answersAmong } from './answers.ts';
import { rankedAnswers, risksOf, thresholdAt } from './risk-coverage.ts';

const STEPS = 20;
/** Coverages: fractions of the locations that are answered, the most confident first. */
export const COVERAGES: readonly number[] = Array.from({ length: STEPS }, (_, index) => (index + 1) / STEPS);
/** Coverages of the short table. */
export const SHOWN_COVERAGES: readonly number[] = [1, 0.95, 0.9, 0.8];

interface CoveragePoint {
  readonly coverage: number;
  /** The lowest confidence among the answers. */
  readonly threshold: number;
  /** Fraction of wrong answers. */
  readonly risk: Estimate;
}

export interface RiskCoverage {
  readonly conditions: ConditionGroup;
  readonly locations: number;
  readonly curve: readonly CoveragePoint[];
  /** Mean risk over all coverages. */
  readonly area: Estimate;
  /** Reduction of the area compared with an uninformative confidence; above 0, the confidence is informative. */
  readonly gain: Estimate;
}

export interface ResampleOptions extends BootstrapOptions {
  readonly studies: number;
}

const curveOf = (
  answers: readonly Answer[],
  conditions: ConditionGroup,
  options: ResampleOptions,
): readonly RiskCoverage[] => {
  const ranked = rankedAnswers(answersAmong(answers, conditions));
  const statistics = (times: ArrayLike<number>): Readonly<Record<string, number | undefined>> => {
    const { at, area, overall } = risksOf(ranked, COVERAGES, times);
    const gain = area === undefined || overall === undefined ? undefined : overall - area;
    return { ...Object.fromEntries(at.map((risk, index) => [`at ${index}`, risk])), area, gain };
  };
  const found = bootstrap(options.studies, statistics, options);
  const { area, gain } = found;
  if (area === undefined || gain === undefined) return [];
  const curve = COVERAGES.flatMap((coverage, index) => {
    const risk = found[`at ${index}`];
    const threshold = thresholdAt(ranked, coverage);
    return risk === undefined || threshold === undefined ? [] : [{ coverage, threshold, risk }];
  });
  return [{ conditions, locations: ranked.study.length, curve, area, gain }];
};

/** Risk against coverage for every labelled group of conditions; resamples whole studies. */
export const riskCoverageCurves = (answers: readonly Answer[], options: ResampleOptions): readonly RiskCoverage[] =>
  CONDITION_GROUPS.flatMap((conditions) => curveOf(answers, conditions, options));
