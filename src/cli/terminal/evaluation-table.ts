import {
  type EnsembleEvaluation,
  type Estimate,
  type Evaluation,
  SCORE_NAMES,
} from '../../evaluation/metrics/index.ts';
import { againstLines, agreementLines, confidenceLines, type Line, number, subgroupLines } from './confidence-table.ts';

const interval = (estimate: Estimate | undefined): string =>
  estimate === undefined ? '-' : `${number(estimate.value)} (${number(estimate.low)} to ${number(estimate.high)})`;

const searchedLines = ({ searched }: EnsembleEvaluation, line: Line): readonly string[] => [
  line('searched weights', number(searched.scores.asNormal.score), number(searched.scores.leftOut.score)),
  line('  of all studies', searched.weights.map((weight) => number(weight, 2)).join(', ')),
];

const gradesLines = ({ grades, ensemble, inputs }: Evaluation): readonly string[] => {
  if (grades === undefined) return [];
  const line: Line = (name, ...cells) => `${name.padEnd(20)}${cells.map((cell) => cell.padEnd(30)).join('')}`.trimEnd();
  return [
    `${grades.studies} studies, ${grades.missingLabels} labels missing`,
    line('', 'missing as normal', 'missing left out'),
    ...SCORE_NAMES.map((name) =>
      line(name, interval(grades.scores.asNormal[name]), interval(grades.scores.leftOut[name])),
    ),
    ...grades.metrics.map(({ title, estimate }) => line(title, '', interval(estimate))),
    ...grades.baselines.flatMap(({ kind, scores, gain }) => [
      line(
        `${kind.replace('weighted-frequencies', 'weighted freq.')}`,
        number(scores.asNormal.score),
        number(scores.leftOut.score),
      ),
      line('  better by', interval(gain.asNormal), interval(gain.leftOut)),
    ]),
    ...(ensemble?.members ?? []).map(({ asNormal, leftOut }, index) =>
      line(inputs[index]?.name ?? '', number(asNormal.score), number(leftOut.score)),
    ),
    ...(ensemble === undefined ? [] : searchedLines(ensemble, line)),
  ];
};

const KEYPOINT_CELLS = ['found', 'mean mm', 'median mm', '95% mm'] as const;

const keypointLines = ({ keypoints }: Evaluation): readonly string[] => {
  if (keypoints === undefined || keypoints.errors.length === 0) return [];
  const line: Line = (name, ...cells) => `${name.padEnd(34)}${cells.map((cell) => cell.padStart(14)).join('')}`;
  return [
    '',
    line('keypoints', ...KEYPOINT_CELLS, `in ${keypoints.withinMm} mm`),
    ...keypoints.errors.map(({ conditions, points, found, meanMm, medianMm, p95Mm, withinShare }) =>
      line(
        conditions,
        `${found} of ${points}`,
        ...[meanMm, medianMm, p95Mm].map((mm) => number(mm, 2)),
        withinShare === undefined ? '-' : `${number(100 * withinShare, 1)}%`,
      ),
    ),
  ];
};

const noticeLines = ({ unseen, inputs, grades }: Evaluation): readonly string[] => {
  const notices = [
    ...(unseen === 'checked'
      ? []
      : [
          'nothing says which studies these models were trained on. If these are among them, the numbers mean nothing.',
        ]),
    ...(inputs.some(({ stopped }) => stopped)
      ? ['the run was stopped; the numbers are of the studies that it had graded by then.']
      : []),
    ...(grades === undefined || grades.notGraded.length === 0
      ? []
      : [`not graded: ${grades.notGraded.join(', ')}. The score needs all conditions; the numbers are of the others.`]),
  ];
  return notices.length === 0 ? [] : ['', ...notices.map((notice) => `Mind: ${notice}`)];
};

/** Formats the main metrics of an evaluation as lines of text. */
export const evaluationTable = (evaluation: Evaluation): string =>
  [
    ...gradesLines(evaluation),
    ...againstLines(evaluation),
    ...confidenceLines(evaluation),
    ...agreementLines(evaluation),
    ...subgroupLines(evaluation),
    ...keypointLines(evaluation),
    ...noticeLines(evaluation),
  ]
    .map((line) => `${line}\n`)
    .join('');
