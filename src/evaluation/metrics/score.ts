import { CONDITIONS, type Condition, type Location, MISSING_LABEL } from '../../domain/vocabulary.ts';
import { conditionsUnlabelled, labelUnknown, nothingToScore, probabilitiesInvalid, rowTwice } from './errors.ts';
import { type GradedRow, weightedLogLoss } from './weighted-log-loss.ts';

/** One location of one study: its truth and its prediction, in the order of `SEVERITIES`. */
export interface ScoreRow {
  readonly studyId: string;
  readonly location: Location;
  /** Index into `SEVERITIES`, or `MISSING_LABEL`. */
  readonly label: number;
  readonly probabilities: readonly [normalMild: number, moderate: number, severe: number];
}

/** Scores unlabelled locations as normal (like the original's notebooks), or skips them. */
export type MissingLabels = 'as-normal' | 'left-out';

export interface ScoreOptions {
  readonly missing?: MissingLabels;
}

/** The challenge's score and the four log losses whose mean it is; less is better. */
export interface ChallengeScore {
  readonly score: number;
  readonly spinal: number;
  readonly foraminal: number;
  readonly subarticular: number;
  readonly anySevereSpinal: number;
  /**
   * Either none or all of the studies have a severe spinal level. The original metric refuses such a set; here, the log
   * loss treats the missing class as possible.
   */
  readonly anySevereDegenerate: boolean;
  /** Rows without a label, however they were scored. */
  readonly missingLabels: number;
}

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** The parts of the score that all rows are there for; without all of them there is no score. */
export interface PartialScore extends Optional<Omit<ChallengeScore, 'anySevereDegenerate' | 'missingLabels'>> {
  readonly anySevereDegenerate: boolean;
  readonly missingLabels: number;
  /** Conditions without any row. */
  readonly notGraded: readonly Condition[];
  /** Log losses of conditions that are graded, but not the other side with which they make up a part of the score. */
  readonly ofOneSide: Readonly<Partial<Record<Condition, number>>>;
}

const SEVERE = 2;
/** Weight of a row, by its label. */
export const SEVERITY_WEIGHTS: readonly number[] = [1, 2, 4];

/** Tolerance for a row's sum: probabilities rounded to three decimals stay within it. */
const SUM_TOLERANCE = 2e-3;

type Part = 'spinal' | 'foraminal' | 'subarticular';

type LabelledRow = GradedRow & { readonly studyId: string; readonly location: Location; readonly part: Part };

const partOf = (location: Location): Part => {
  if (location.includes('spinal')) return 'spinal';
  return location.includes('foraminal') ? 'foraminal' : 'subarticular';
};

const checkRows = (rows: readonly ScoreRow[]): void => {
  const seen = new Set<string>();
  for (const row of rows) {
    const sum = row.probabilities.reduce((total, probability) => total + probability, 0);
    const proper = row.probabilities.length === 3 && row.probabilities.every((probability) => probability >= 0);
    if (!proper || Math.abs(sum - 1) > SUM_TOLERANCE) throw probabilitiesInvalid(row, row.probabilities);
    const id = `${row.studyId} ${row.location}`;
    if (seen.has(id)) throw rowTwice(row);
    seen.add(id);
  }
};

const labelled = (rows: readonly ScoreRow[], missing: MissingLabels): LabelledRow[] =>
  rows.flatMap((row) => {
    if (row.label === MISSING_LABEL && missing === 'left-out') return [];
    const label = row.label === MISSING_LABEL ? 0 : row.label;
    const weight = SEVERITY_WEIGHTS[label];
    if (weight === undefined) throw labelUnknown(row, label);
    const { studyId, location, probabilities } = row;
    return [{ studyId, location, part: partOf(location), label, weight, probabilities }];
  });

/**
 * One row per study: whether any spinal level is severe. Label, weight and prediction are the maxima over its levels.
 */
const anySevereRows = (spinal: readonly LabelledRow[]): GradedRow[] => {
  const byStudy = new Map<string, { label: number; weight: number; severe: number }>();
  for (const { studyId, label, weight, probabilities } of spinal) {
    const so = byStudy.get(studyId) ?? { label: 0, weight: 0, severe: 0 };
    byStudy.set(studyId, {
      label: Math.max(so.label, label === SEVERE ? 1 : 0),
      weight: Math.max(so.weight, weight),
      severe: Math.max(so.severe, Math.fround(probabilities[SEVERE]!)),
    });
  }
  return [...byStudy.values()].map(({ label, weight, severe }) => ({
    label,
    weight,
    probabilities: [1 - severe, severe],
  }));
};

/**
 * Returns the score of the RSNA 2024 Lumbar Spine Degenerative Classification challenge; less is better.
 * Rows weigh 1, 2 or 4 by their true severity. The four parts are the weighted log losses of the spinal, foraminal and
 * subarticular rows, and of "some spinal level is severe", one row per study. The score is their plain mean.
 * @throws LABEL_UNKNOWN, PROBABILITIES_INVALID, SCORE_ROW_TWICE, or SCORE_WITHOUT_ROWS if a part has no row
 *
 * @example
 * import { challengeScore } from 'spinestream/evaluation';
 * import { LOCATIONS } from 'spinestream/operators';
 *
 * const unsure = [1 / 3, 1 / 3, 1 / 3] as const;
 * const rows = LOCATIONS.map((location) => ({ studyId: '4003253', location, label: 0, probabilities: unsure }));
 * const { score, spinal } = challengeScore(rows);
 * [score.toFixed(3), spinal.toFixed(3)]; // ['0.925', '1.099']
 */
export const challengeScore = (
  rows: readonly ScoreRow[],
  { missing = 'as-normal' }: ScoreOptions = {},
): ChallengeScore => {
  const { spinal, foraminal, subarticular, anySevereSpinal, anySevereDegenerate, missingLabels } = partsOf(
    rows,
    missing,
  );
  if (spinal === undefined || anySevereSpinal === undefined) throw nothingToScore('spinal');
  if (foraminal === undefined) throw nothingToScore('foraminal');
  if (subarticular === undefined) throw nothingToScore('subarticular');
  const score = (spinal + foraminal + subarticular + anySevereSpinal) / 4;
  return { score, spinal, foraminal, subarticular, anySevereSpinal, anySevereDegenerate, missingLabels };
};

/** The log losses of the parts that have rows. */
const partsOf = (rows: readonly ScoreRow[], missing: MissingLabels) => {
  checkRows(rows);
  const counted = labelled(rows, missing);
  const lossOf = (some: readonly GradedRow[]) => (some.length === 0 ? undefined : weightedLogLoss(some));
  const ofPart = (part: Part): LabelledRow[] => counted.filter((row) => row.part === part);
  const severeRows = anySevereRows(ofPart('spinal'));
  return {
    spinal: lossOf(ofPart('spinal')),
    foraminal: lossOf(ofPart('foraminal')),
    subarticular: lossOf(ofPart('subarticular')),
    anySevereSpinal: lossOf(severeRows),
    anySevereDegenerate: new Set(severeRows.map(({ label }) => label)).size === 1,
    missingLabels: rows.filter(({ label }) => label === MISSING_LABEL).length,
    lossOfCondition: (condition: Condition) => lossOf(counted.filter(({ location }) => location.startsWith(condition))),
  };
};

const SIDES_OF: Readonly<Record<Part, readonly Condition[]>> = {
  spinal: CONDITIONS.filter((condition) => condition.includes('spinal')),
  foraminal: CONDITIONS.filter((condition) => condition.includes('foraminal')),
  subarticular: CONDITIONS.filter((condition) => condition.includes('subarticular')),
};

/**
 * The score of rows that may lack conditions: the parts that can be given, and the score itself if that is all of them.
 * A part of two sides needs both.
 * @throws LABEL_UNKNOWN, PROBABILITIES_INVALID, SCORE_ROW_TWICE, or SCORE_WITHOUT_ROWS if a graded condition has no label
 */
export const partialScore = (rows: readonly ScoreRow[], { missing = 'as-normal' }: ScoreOptions = {}): PartialScore => {
  const notGraded = CONDITIONS.filter((condition) => !rows.some(({ location }) => location.startsWith(condition)));
  if (notGraded.length === 0) return { ...challengeScore(rows, { missing }), notGraded, ofOneSide: {} };
  const { lossOfCondition, ...parts } = partsOf(rows, missing);
  const graded = CONDITIONS.filter((condition) => !notGraded.includes(condition));
  const unlabelled = graded.filter((condition) => lossOfCondition(condition) === undefined);
  if (unlabelled.length > 0) throw conditionsUnlabelled(unlabelled);
  const isWhole = (part: Part): boolean => !SIDES_OF[part].some((condition) => notGraded.includes(condition));
  const alone = Object.values(SIDES_OF)
    .filter((sides) => sides.some((one) => notGraded.includes(one)))
    .flat();
  const ofOneSide = alone.flatMap((condition) => {
    const loss = lossOfCondition(condition);
    return loss === undefined ? [] : [[condition, loss] as const];
  });
  return {
    ...(isWhole('spinal') && { spinal: parts.spinal, anySevereSpinal: parts.anySevereSpinal }),
    ...(isWhole('foraminal') && { foraminal: parts.foraminal }),
    ...(isWhole('subarticular') && { subarticular: parts.subarticular }),
    anySevereDegenerate: isWhole('spinal') && parts.anySevereDegenerate,
    missingLabels: parts.missingLabels,
    notGraded,
    ofOneSide: Object.fromEntries(ofOneSide),
  };
};
