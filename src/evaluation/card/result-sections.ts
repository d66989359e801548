import { CONDITIONS } from '../../domain/vocabulary.ts';
import { titleOfGroup } from '../page/names.ts';
import type { CardFacts } from './card-facts.ts';
import { NOT_RECORDED, section, table } from './markdown.ts';
import type { CardEstimate, CardEvaluation } from './read-evaluation.ts';

const interval = (estimate: CardEstimate | undefined): string =>
  estimate === undefined
    ? NOT_RECORDED
    : `${estimate.value.toFixed(3)} (${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)})`;

const number = (value: number | undefined, digits: number): string =>
  value === undefined ? NOT_RECORDED : value.toFixed(digits);

const titleOf = (conditions: string): string => {
  const known = CONDITIONS.find((one) => one === conditions);
  return titleOfGroup(known ?? 'all');
};

const provenance = ({ inputs, unseen, ofTheseWeights, spinestream }: CardEvaluation): string =>
  [
    `Evaluated by spinestream ${spinestream}: ${inputs.map(({ pipeline, studies }) => `pipeline ${pipeline ?? NOT_RECORDED}, ${studies} studies`).join('; ')}.`,
    'The numbers are those of the whole pipeline, of which this network is a part.',
    unseen === 'checked'
      ? 'None of these studies was in the training of the networks that graded it.'
      : 'Whether these studies were in the training is not recorded; if they were, the numbers mean nothing.',
    ...(ofTheseWeights === 'checked' ? [] : ['Whether the run used these weights is not recorded.']),
  ].join(' ');

/** Metrics with 95% intervals. */
export const metricsSection = ({ evaluation }: CardFacts): string => {
  if (evaluation === undefined) return section('Metrics', `Metrics: ${NOT_RECORDED}.`);
  const { grades, keypoints } = evaluation;
  const scores = Object.entries(grades?.scores.leftOut ?? {}).map(([name, estimate]) => [
    `weighted log loss: ${name}`,
    interval(estimate),
  ]);
  const metrics = (grades?.metrics ?? []).map(({ title, estimate }) => [title, interval(estimate)]);
  return section(
    'Metrics',
    provenance(evaluation),
    grades && grades.notGraded.length > 0
      ? `Not graded: ${grades.notGraded.map(titleOf).join(', ')}; the score of the challenge, which needs all conditions, cannot be given.`
      : undefined,
    grades && table(['metric', 'value (95% interval)'], [...scores, ...metrics]),
    keypoints &&
      table(
        ['keypoints', 'labels', 'found', 'median', '95%', `within ${keypoints.withinMm} mm`],
        keypoints.errors.map((one) => [
          ...[titleOf(one.conditions), String(one.points), String(one.found)],
          ...[`${number(one.medianMm, 1)} mm`, `${number(one.p95Mm, 1)} mm`],
          one.withinShare === undefined ? NOT_RECORDED : `${(100 * one.withinShare).toFixed(1)}%`,
        ]),
      ),
  );
};

export const calibrationSection = ({ evaluation }: CardFacts): string => {
  const rows = (evaluation?.grades?.calibration.confidence ?? []).map(({ conditions, expectedCalibrationError }) => [
    titleOf(conditions),
    number(expectedCalibrationError, 3),
  ]);
  return section(
    'Calibration',
    rows.length === 0
      ? `Calibration: ${NOT_RECORDED}.`
      : table(['conditions', 'expected calibration error of the most probable severity'], rows),
  );
};

export const subgroupsSection = ({ evaluation }: CardFacts): string => {
  const rows = (evaluation?.subgroups ?? []).flatMap(({ by, groups }) =>
    groups.map((one) => [
      ...[by.replaceAll('_', ' '), one.group.replaceAll('_', ' '), String(one.studies), String(one.locations)],
      ...[interval(one.accuracy), interval(one.logLoss)],
    ]),
  );
  return section(
    'Subgroups',
    rows.length === 0
      ? `Subgroups: ${NOT_RECORDED}.`
      : table(['by', 'group', 'studies', 'labels', 'accuracy (95%)', 'weighted log loss (95%)'], rows),
  );
};
