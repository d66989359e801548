import { SEVERITIES } from '../domain/vocabulary.ts';
import { csvText } from '../files/csv-text.ts';
import { type Estimate, type Evaluation, SCORE_NAMES } from './metrics/index.ts';

type Cell = string | number | undefined;

/** A figure or metric of an evaluation as a table; without rows, it is not written. */
interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: (evaluation: Evaluation) => readonly (readonly Cell[])[] | undefined;
}

const estimated = (name: string): readonly string[] => [name, `${name}_low`, `${name}_high`];
const cells = (estimate: Estimate | undefined): readonly Cell[] => [estimate?.value, estimate?.low, estimate?.high];

const TABLES: readonly Table[] = [
  {
    name: 'evaluation-score.csv',
    columns: ['part', ...estimated('log_loss'), 'baseline'],
    rows: ({ grades }) =>
      grades &&
      SCORE_NAMES.flatMap((name) => {
        const estimate = grades.scores.asNormal[name];
        return estimate ? [[name, ...cells(estimate), grades.baselines.at(-1)?.scores.asNormal[name]]] : [];
      }),
  },
  {
    name: 'evaluation-locations.csv',
    columns: ['condition', 'level', 'labels', 'log_loss'],
    rows: ({ grades }) =>
      grades?.locations.map(({ condition, level, labels, logLoss }) => [condition, level, labels, logLoss]),
  },
  {
    name: 'evaluation-confusion.csv',
    columns: ['conditions', 'true', 'predicted', 'locations'],
    rows: ({ grades }) =>
      grades?.confusions.flatMap(({ conditions, counts }) =>
        counts.flatMap((row, truth) =>
          row.map((count, predicted) => [conditions, SEVERITIES[truth], SEVERITIES[predicted], count]),
        ),
      ),
  },
  {
    name: 'evaluation-roc.csv',
    columns: ['conditions', 'told_apart', 'false_positive_rate', 'true_positive_rate'],
    rows: ({ grades }) =>
      grades?.discriminations.flatMap(({ conditions, distinction, roc }) =>
        roc.map((point) => [conditions, distinction, point.falsePositiveRate, point.truePositiveRate]),
      ),
  },
  {
    name: 'evaluation-precision-recall.csv',
    columns: ['conditions', 'told_apart', 'recall', 'precision'],
    rows: ({ grades }) =>
      grades?.discriminations.flatMap(({ conditions, distinction, precisionRecall }) =>
        precisionRecall.map(({ recall, precision }) => [conditions, distinction, recall, precision]),
      ),
  },
  {
    name: 'evaluation-calibration.csv',
    columns: ['severity', 'bin_low', 'bin_high', 'locations', 'mean_probability', 'frequency'],
    rows: ({ grades }) =>
      grades?.calibration.severities.flatMap(({ severity, bins }) =>
        bins.map((bin) => [severity, bin.low, bin.high, bin.count, bin.meanProbability, bin.frequency]),
      ),
  },
  {
    name: 'evaluation-keypoints.csv',
    columns: ['error_mm', 'share'],
    rows: ({ keypoints }) => keypoints?.cumulative.map(({ errorMm, share }) => [errorMm, share]),
  },
  {
    name: 'evaluation-risk-coverage.csv',
    columns: ['conditions', 'coverage', 'threshold', ...estimated('risk')],
    rows: ({ confidence }) =>
      confidence?.curves.flatMap(({ conditions, curve }) =>
        curve.map(({ coverage, threshold, risk }) => [conditions, coverage, threshold, ...cells(risk)]),
      ),
  },
  {
    name: 'evaluation-referral.csv',
    columns: [
      ...['conditions', 'share', 'threshold', 'locations', 'referred', 'studies'],
      ...['errors', 'errors_caught', 'severe_missed', 'severe_missed_caught'],
      ...['caught_share', 'needless_share', 'accuracy_of_answered', 'accuracy_with_reader'].flatMap(estimated),
    ],
    rows: ({ confidence }) =>
      confidence?.referrals.map((one) => [
        ...[one.conditions, one.share, one.threshold, one.locations, one.referred, one.studies],
        ...[one.errors, one.errorsCaught, one.severeMissed, one.severeMissedCaught],
        ...[one.caughtShare, one.needlessShare, one.accuracyOfAnswered, one.accuracyWithReader].flatMap(cells),
      ]),
  },
  {
    name: 'evaluation-confidence.csv',
    columns: ['conditions', 'expected_calibration_error', 'bin_low', 'bin_high', 'locations', 'mean', 'right'],
    rows: ({ confidence }) =>
      confidence?.reliability.flatMap(({ conditions, expectedCalibrationError: error, bins }) =>
        bins.map((bin) => [conditions, error, bin.low, bin.high, bin.count, bin.meanProbability, bin.frequency]),
      ),
  },
  {
    name: 'evaluation-subgroups.csv',
    columns: [
      ...['by', 'group', 'studies', 'locations', 'severe'],
      ...['accuracy', 'log_loss', 'accuracy_lead'].flatMap(estimated),
    ],
    rows: ({ subgroups }) =>
      subgroups.flatMap(({ by, groups }) =>
        groups.map((one) => [
          ...[by, one.group, one.studies, one.locations, one.severe],
          ...[one.accuracy, one.logLoss, one.accuracyLead].flatMap(cells),
        ]),
      ),
  },
  {
    name: 'evaluation-agreement.csv',
    columns: [
      ...['one', 'other', 'conditions', 'studies', 'locations'],
      ...['same', 'kappa', 'kappa_linear', 'kappa_quadratic'].flatMap(estimated),
    ],
    rows: ({ agreement }) =>
      agreement.map(({ one, other, conditions, studies, locations, same, kappa }) => [
        ...[one, other, conditions, studies, locations],
        ...[same, kappa.none, kappa.linear, kappa.quadratic].flatMap(cells),
      ]),
  },
  {
    name: 'evaluation-against.csv',
    columns: [
      ...['conditions', 'locations', 'only_this_right', 'only_other_right'],
      ...[...estimated('accuracy_difference'), 'mcnemar_p'],
    ],
    rows: ({ against }) =>
      against?.accuracy.map((one) => [
        ...[one.conditions, one.locations, one.onlyFirstRight, one.onlySecondRight],
        ...[...cells(one.difference), one.mcNemarP],
      ]),
  },
];

/**
 * A CSV file for each figure of the page and each metric beyond the score, except those without rows. Escapes cells that a spreadsheet
 * would evaluate as formulas.
 */
export const evaluationTables = (
  evaluation: Evaluation,
): readonly { readonly name: string; readonly content: string }[] =>
  TABLES.flatMap(({ name, columns, rows }) => {
    const found = rows(evaluation) ?? [];
    return found.length === 0 ? [] : [{ name, content: csvText(columns, found) }];
  });
