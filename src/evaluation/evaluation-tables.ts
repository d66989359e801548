import { csvText } from '../files/csv-text.ts';
import { cells, estimated, FIGURE_TABLES, type Table } from './figure-tables.ts';
import type { Evaluation } from './metrics/index.ts';

const riskCoverage = ({ confidence }: Evaluation): Table => ({
  name: 'evaluation-risk-coverage.csv',
  columns: ['conditions', 'coverage', 'threshold', ...estimated('risk')],
  rows: (confidence?.curves ?? []).flatMap(({ conditions, curve }) =>
    curve.map(({ coverage, threshold, risk }) => [conditions, coverage, threshold, ...cells(risk)]),
  ),
});

const referral = ({ confidence }: Evaluation): Table => ({
  name: 'evaluation-referral.csv',
  columns: [
    ...['conditions', 'share', 'threshold', 'locations', 'referred', 'studies'],
    ...['errors', 'errors_caught', 'severe_missed', 'severe_missed_caught'],
    ...['caught_share', 'needless_share', 'accuracy_of_answered', 'accuracy_with_reader'].flatMap(estimated),
  ],
  rows: (confidence?.referrals ?? []).map((one) => [
    ...[one.conditions, one.share, one.threshold, one.locations, one.referred, one.studies],
    ...[one.errors, one.errorsCaught, one.severeMissed, one.severeMissedCaught],
    ...[one.caughtShare, one.needlessShare, one.accuracyOfAnswered, one.accuracyWithReader].flatMap(cells),
  ]),
});

const reliability = ({ confidence }: Evaluation): Table => ({
  name: 'evaluation-confidence.csv',
  columns: ['conditions', 'expected_calibration_error', 'bin_low', 'bin_high', 'locations', 'mean', 'right'],
  rows: (confidence?.reliability ?? []).flatMap(({ conditions, expectedCalibrationError, bins }) =>
    bins.map(({ low, high, count, meanProbability, frequency }) => [
      ...[conditions, expectedCalibrationError, low, high, count, meanProbability, frequency],
    ]),
  ),
});

const subgroups = (evaluation: Evaluation): Table => ({
  name: 'evaluation-subgroups.csv',
  columns: [
    ...['by', 'group', 'studies', 'locations', 'severe'],
    ...['accuracy', 'log_loss', 'accuracy_lead'].flatMap(estimated),
  ],
  rows: evaluation.subgroups.flatMap(({ by, groups }) =>
    groups.map(({ group, studies, locations, severe, accuracy, logLoss, accuracyLead }) => [
      ...[by, group, studies, locations, severe],
      ...[accuracy, logLoss, accuracyLead].flatMap(cells),
    ]),
  ),
});

const agreement = (evaluation: Evaluation): Table => ({
  name: 'evaluation-agreement.csv',
  columns: [
    ...['one', 'other', 'conditions', 'studies', 'locations'],
    ...['same', 'kappa', 'kappa_linear', 'kappa_quadratic'].flatMap(estimated),
  ],
  rows: evaluation.agreement.map(({ one, other, conditions, studies, locations, same, kappa }) => [
    ...[one, other, conditions, studies, locations],
    ...[same, kappa.none, kappa.linear, kappa.quadratic].flatMap(cells),
  ]),
});

const against = (evaluation: Evaluation): Table => ({
  name: 'evaluation-against.csv',
  columns: [
    ...['conditions', 'locations', 'only_this_right', 'only_other_right'],
    ...estimated('accuracy_difference'),
    'mcnemar_p',
  ],
  rows: (evaluation.against?.accuracy ?? []).map((one) => [
    ...[one.conditions, one.locations, one.onlyFirstRight, one.onlySecondRight],
    ...cells(one.difference),
    one.mcNemarP,
  ]),
});

const TABLES = [...FIGURE_TABLES, riskCoverage, referral, reliability, subgroups, agreement, against];

/**
 * A CSV file for each figure and each metric beyond the score, except those without rows. Escapes cells that a spreadsheet would
 * evaluate as formulas.
 */
export const evaluationTables = (
  evaluation: Evaluation,
): readonly { readonly name: string; readonly content: string }[] =>
  TABLES.map((table) => table(evaluation))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, columns, rows }) => ({ name, content: csvText(columns, rows) }));
