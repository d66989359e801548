import { createRng, type Rng } from '../../src/domain/seeded-rng.ts';
import { LOCATIONS, SEVERITIES } from '../../src/domain/vocabulary.ts';

/** Studies in the challenge's training set. */
export const CHALLENGE_STUDIES = 1975;

export interface GradedTables {
  readonly labels: string;
  readonly submission: string;
  /** Another run of the same studies. */
  readonly other: string;
  readonly confidence: string;
  /** Labels of a reader, who grades every other study. */
  readonly reader: string;
  readonly groups: string;
}

/** About as frequent as in the challenge's labels; a few are missing. */
const labelBy = (rng: Rng): number | undefined => {
  const draw = rng();
  if (draw < 0.02) return undefined;
  if (draw < 0.77) return 0;
  return draw < 0.93 ? 1 : 2;
};

const softmax = (logits: readonly number[]): readonly number[] => {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((total, one) => total + one, 0);
  return powers.map((one) => one / sum);
};

/** A network that mostly sees the truth: how well, differs from location to location. */
const predicted = (label: number, rng: Rng): readonly number[] => {
  const clarity = 5 * rng();
  return softmax(SEVERITIES.map((_, severity) => clarity * Number(severity === label) + 2 * (rng() - 0.5)));
};

const confidenceCells = (row: readonly number[], rng: Rng): readonly (string | number)[] => {
  const [first = 0, second = 0] = row.toSorted((a, b) => b - a);
  const entropy = row.reduce((sum, p) => sum - p * Math.log(p), 0) / Math.log(row.length);
  const seen = rng() < 0.02 ? 'none' : 'all';
  return [
    seen === 'none' ? '' : first,
    'no',
    'no',
    '',
    seen,
    'no',
    entropy,
    first - second,
    '',
    rng() / 5,
    rng(),
    rng() / 20,
  ];
};

const nameOf = (label: number | undefined): string => (label === undefined ? '' : SEVERITIES[label]!);
const lines = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.join(',')}\n`).join('');

/** All tables that an evaluation may read, of as many studies as wished; the same ones every time. */
export const gradedTables = (count: number, seed = 1): GradedTables => {
  const rng = createRng(seed);
  const ids = Array.from({ length: count }, (_, index) => String(100_000 + 37 * index));
  const labels = ids.map(() => LOCATIONS.map(() => labelBy(rng)));
  const grades = () => labels.map((study) => study.map((label) => predicted(label ?? 0, rng)));
  const [rows, other] = [grades(), grades()];
  const table = (of: typeof rows) =>
    lines(of.flatMap((study, at) => study.map((row, location) => [`${ids[at]}_${LOCATIONS[location]}`, ...row])));
  const named = (of: readonly (readonly (number | undefined)[])[]) =>
    `study_id,${LOCATIONS.join(',')}\n${lines(of.map((study, at) => [ids[at]!, ...study.map(nameOf)]))}`;
  const read = labels.map((study, at) =>
    study.map((label) => (at % 2 === 0 ? (rng() < 0.85 ? label : Math.floor(3 * rng())) : undefined)),
  );
  return {
    labels: named(labels),
    submission: `row_id,normal_mild,moderate,severe\n${table(rows)}`,
    other: `row_id,normal_mild,moderate,severe\n${table(other)}`,
    confidence: `row_id,probability_right,calibrated,refer,reasons,seen,doubtful,entropy,margin,fold_disagreement,network_disagreement,peak,spread\n${lines(
      rows.flatMap((study, at) =>
        study.map((row, location) => [`${ids[at]}_${LOCATIONS[location]}`, ...confidenceCells(row, rng)]),
      ),
    )}`,
    reader: named(read),
    groups: `study_id,field_strength,manufacturer,age,sex,site\n${lines(
      ids.map((id, at) => [
        ...[id, rng() < 0.7 ? '1.5 T' : '3 T', ['GE', 'SIEMENS', 'PHILIPS', 'CANON'][Math.floor(4 * rng())]!],
        ...[['under 40', '40 to 59', '60 to 74', '75 and over'][at % 4]!, at % 2 === 0 ? 'female' : 'male'],
        `site ${Math.floor(8 * rng())}`,
      ]),
    )}`,
  };
};
