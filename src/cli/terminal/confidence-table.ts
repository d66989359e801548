import { printable } from '../../domain/text/printable.ts';
import {
  type ConditionGroup,
  complementOf,
  type Estimate,
  type Evaluation,
  type RiskCoverage,
  SCORE_NAMES,
  SHOWN_COVERAGES,
} from '../../evaluation/metrics/index.ts';

export const number = (value: number | undefined, digits = 4): string =>
  value === undefined ? '-' : value.toFixed(digits);

export type Line = (name: string, ...cells: readonly string[]) => string;

const lineOf =
  (width: number): Line =>
  (name, ...cells) =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(27)).join('')}`;

/** `0.972 (0.965 to 0.979)`, short enough for four on a line. */
const short = (estimate: Estimate | undefined): string =>
  estimate === undefined
    ? '-'
    : `${number(estimate.value, 3)} (${number(estimate.low, 3)} to ${number(estimate.high, 3)})`;

export const confidenceLines = ({ confidence }: Evaluation): readonly string[] => {
  if (confidence === undefined || confidence.curves.length === 0) return [];
  const line = lineOf(34);
  const errorOf = (group: ConditionGroup) =>
    confidence.reliability.find(({ conditions }) => conditions === group)?.expectedCalibrationError;
  const atCoverage = (curve: RiskCoverage['curve'], coverage: number): string => {
    const point = curve.find((one) => one.coverage === coverage);
    return short(point && complementOf(point.risk));
  };
  return [
    '',
    line(
      'accuracy',
      ...SHOWN_COVERAGES.map((share) => (share === 1 ? 'all' : `surest ${100 * share}%`)),
      'calibration error',
    ),
    ...confidence.curves.map(({ conditions, curve }) =>
      line(conditions, ...SHOWN_COVERAGES.map((share) => atCoverage(curve, share)), number(errorOf(conditions))),
    ),
    ...confidence.referrals
      .filter(({ conditions }) => conditions === 'all')
      .map(
        (one) =>
          `referring ${100 * one.share}%: ${one.referred} locations of ${one.studies} studies, ${one.errorsCaught} of ${one.errors} errors caught, ${one.referred - one.errorsCaught} unnecessary`,
      ),
    ...(confidence.confidence === 'fitted'
      ? []
      : [
          'the confidence is the greatest probability: too few studies, right or wrong grades to fit one (at least 20 each)',
        ]),
  ];
};

export const agreementLines = ({ agreement }: Evaluation): readonly string[] => {
  const all = agreement.filter(({ conditions }) => conditions === 'all');
  const line = lineOf(34);
  return all.length === 0
    ? []
    : [
        '',
        line('agreement', 'the same', 'kappa linear', 'kappa quadratic'),
        ...all.map(({ one, other, same, kappa }) =>
          line(printable(`${one} and ${other}`), short(same), short(kappa.linear), short(kappa.quadratic)),
        ),
      ];
};

/** The page and the tables have more. */
export const subgroupLines = ({ subgroups }: Evaluation): readonly string[] => {
  const line = lineOf(46);
  return subgroups.length === 0
    ? []
    : [
        '',
        line('subgroup', 'studies', 'accuracy', 'less that of the others'),
        ...subgroups.flatMap(({ by, groups }) =>
          groups.map(({ group, studies, accuracy, accuracyLead }) =>
            line(printable(`${by}: ${group}`), String(studies), short(accuracy), short(accuracyLead)),
          ),
        ),
      ];
};

export const againstLines = ({ against }: Evaluation): readonly string[] => {
  if (against === undefined) return [];
  const [all] = against.accuracy;
  const { asNormal, leftOut } = against.gain;
  const parts = SCORE_NAMES.filter((name) => asNormal[name] !== undefined || leftOut[name] !== undefined);
  const shown = asNormal.score === undefined && leftOut.score === undefined ? parts : (['score'] as const);
  return [
    '',
    `better than ${printable(against.name)}, on ${against.studies} studies (an interval above 0: this run is better)`,
    ...(against.notGraded.length === 0
      ? []
      : [`without ${against.notGraded.join(', ')}, which one of them does not grade`]),
    ...shown.map((name) => `${name} ${short(asNormal[name])} missing as normal, ${short(leftOut[name])} left out`),
    ...(all === undefined ? [] : [`accuracy ${short(all.difference)}, McNemar p ${number(all.mcNemarP)}`]),
  ];
};
