import { SEVERITIES } from '../domain/vocabulary.ts';
import { type Estimate, type Evaluation, type GradesEvaluation, SCORE_PARTS } from './metrics/index.ts';

export type Cell = string | number | undefined;

/** A metric of an evaluation as a table. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const estimated = (name: string): readonly string[] => [name, `${name}_low`, `${name}_high`];
export const cells = (estimate: Estimate | undefined): readonly Cell[] => [
  estimate?.value,
  estimate?.low,
  estimate?.high,
];

/** Rows of grades; none without grades. */
const ofGrades = (
  { grades }: Evaluation,
  rows: (grades: GradesEvaluation) => readonly (readonly Cell[])[],
): readonly (readonly Cell[])[] => (grades === undefined ? [] : rows(grades));

const score = (evaluation: Evaluation): Table => ({
  name: 'evaluation-score.csv',
  columns: ['part', ...estimated('log_loss'), 'baseline'],
  rows: ofGrades(evaluation, ({ scores, baselines }) =>
    (['score', ...SCORE_PARTS] as const).flatMap((name) => {
      const estimate = scores.asNormal[name];
      return estimate === undefined
        ? []
        : [[name, ...cells(estimate), baselines.at(-1)?.scores.asNormal[name]] satisfies readonly Cell[]];
    }),
  ),
});

const locations = (evaluation: Evaluation): Table => ({
  name: 'evaluation-locations.csv',
  columns: ['condition', 'level', 'labels', 'log_loss'],
  rows: ofGrades(evaluation, (grades) =>
    grades.locations.map(({ condition, level, labels, logLoss }) => [condition, level, labels, logLoss]),
  ),
});

const confusion = (evaluation: Evaluation): Table => ({
  name: 'evaluation-confusion.csv',
  columns: ['conditions', 'true', 'predicted', 'locations'],
  rows: ofGrades(evaluation, ({ confusions }) =>
    confusions.flatMap(({ conditions, counts }) =>
      counts.flatMap((row, truth) =>
        row.map((count, predicted) => [conditions, SEVERITIES[truth], SEVERITIES[predicted], count]),
      ),
    ),
  ),
});

const roc = (evaluation: Evaluation): Table => ({
  name: 'evaluation-roc.csv',
  columns: ['conditions', 'told_apart', 'false_positive_rate', 'true_positive_rate'],
  rows: ofGrades(evaluation, ({ discriminations }) =>
    discriminations.flatMap(({ conditions, distinction, roc: points }) =>
      points.map(({ falsePositiveRate, truePositiveRate }) => [
        ...[conditions, distinction, falsePositiveRate, truePositiveRate],
      ]),
    ),
  ),
});

const precisionRecall = (evaluation: Evaluation): Table => ({
  name: 'evaluation-precision-recall.csv',
  columns: ['conditions', 'told_apart', 'recall', 'precision'],
  rows: ofGrades(evaluation, ({ discriminations }) =>
    discriminations.flatMap(({ conditions, distinction, precisionRecall: points }) =>
      points.map(({ recall, precision }) => [conditions, distinction, recall, precision]),
    ),
  ),
});

const calibration = (evaluation: Evaluation): Table => ({
  name: 'evaluation-calibration.csv',
  columns: ['severity', 'bin_low', 'bin_high', 'locations', 'mean_probability', 'frequency'],
  rows: ofGrades(evaluation, (grades) =>
    grades.calibration.severities.flatMap(({ severity, bins }) =>
      bins.map(({ low, high, count, meanProbability, frequency }) => [
        ...[severity, low, high, count, meanProbability, frequency],
      ]),
    ),
  ),
});

const keypoints = (evaluation: Evaluation): Table => ({
  name: 'evaluation-keypoints.csv',
  columns: ['error_mm', 'share'],
  rows: (evaluation.keypoints?.cumulative ?? []).map(({ errorMm, share }) => [errorMm, share]),
});

/** Figures of the page as tables, one each. */
export const FIGURE_TABLES = [score, locations, confusion, roc, precisionRecall, calibration, keypoints];
