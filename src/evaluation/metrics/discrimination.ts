import { CONDITION_GROUPS, type ConditionGroup, type GradedStudy, isAmong, labelledLocations } from './graded-study.ts';
import { averagePrecision, type RankingPoint, rankingPoints, rocAuc } from './ranking.ts';
import { thinned } from './thinned.ts';

/** Binary questions, answered by a probability, with the mildest positive label of each. */
const DISTINCTIONS = [
  ['moderate-or-severe', 1],
  ['severe', 2],
] as const;
type Distinction = (typeof DISTINCTIONS)[number];

export interface Discrimination {
  readonly conditions: ConditionGroup;
  readonly distinction: Distinction[0];
  readonly positives: number;
  readonly negatives: number;
  readonly rocAuc: number | undefined;
  readonly averagePrecision: number | undefined;
  readonly roc: readonly { readonly falsePositiveRate: number; readonly truePositiveRate: number }[];
  readonly precisionRecall: readonly { readonly recall: number; readonly precision: number }[];
}

/** Maximum number of stored curve points; areas use all of them. */
const CURVE_POINTS = 200;

const discriminationOf = (
  studies: readonly GradedStudy[],
  conditions: ConditionGroup,
  [distinction, first]: Distinction,
): Discrimination => {
  const points = rankingPoints(
    labelledLocations(studies, isAmong(conditions)).map(({ label, probabilities }) => ({
      score: probabilities.slice(first).reduce((sum, probability) => sum + probability, 0),
      positive: label >= first,
    })),
  );
  const last = points.at(-1);
  const [positives, negatives] = [last?.truePositives ?? 0, last?.falsePositives ?? 0];
  const shown = thinned(points, CURVE_POINTS);
  return {
    ...{ conditions, distinction, positives, negatives },
    rocAuc: rocAuc(points),
    averagePrecision: averagePrecision(points),
    roc: positives * negatives === 0 ? [] : rocOf(shown, positives, negatives),
    precisionRecall: positives === 0 ? [] : precisionRecallOf(shown, positives),
  };
};

const rocOf = (points: readonly RankingPoint[], positives: number, negatives: number): Discrimination['roc'] => [
  { falsePositiveRate: 0, truePositiveRate: 0 },
  ...points.map(({ truePositives, falsePositives }) => ({
    falsePositiveRate: falsePositives / negatives,
    truePositiveRate: truePositives / positives,
  })),
];

const precisionRecallOf = (points: readonly RankingPoint[], positives: number): Discrimination['precisionRecall'] =>
  points.map(({ truePositives, falsePositives }) => ({
    recall: truePositives / positives,
    precision: truePositives / (truePositives + falsePositives),
  }));

/** ROC and precision-recall curves for every group of conditions, over labelled locations. */
export const discriminations = (studies: readonly GradedStudy[]): readonly Discrimination[] =>
  CONDITION_GROUPS.flatMap((conditions) =>
    DISTINCTIONS.map((distinction) => discriminationOf(studies, conditions, distinction)),
  );
