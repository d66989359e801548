import { type Condition, LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import { conditionAt, type GradedStudy } from './graded-study.ts';
import { type MissingLabels, SEVERITY_WEIGHTS } from './score.ts';
import { logLoss } from './weighted-log-loss.ts';

/** The parts whose mean is the score. */
const SCORE_PARTS = ['spinal', 'foraminal', 'subarticular', 'anySevereSpinal'] as const;
type ScorePart = (typeof SCORE_PARTS)[number];

/** The score, then its parts. */
export const SCORE_NAMES = ['score', ...SCORE_PARTS] as const;
export type ScoreName = (typeof SCORE_NAMES)[number];

/** The part for a condition's rows. */
export const PART_OF_CONDITION = {
  spinal_canal_stenosis: 'spinal',
  left_neural_foraminal_narrowing: 'foraminal',
  right_neural_foraminal_narrowing: 'foraminal',
  left_subarticular_stenosis: 'subarticular',
  right_subarticular_stenosis: 'subarticular',
} as const satisfies Readonly<Record<Condition, ScorePart>>;

/**
 * A study's contribution to each part of the score, in the order of `SCORE_PARTS`: sums of weighted losses and of
 * weights.
 */
export interface StudyLosses {
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

const SEVERE = 2;
const ANY_SEVERE = SCORE_PARTS.indexOf('anySevereSpinal');
const PART_AT = LOCATIONS.map((_, index) => SCORE_PARTS.indexOf(PART_OF_CONDITION[conditionAt(index)]));

/**
 * Precomputes the losses of one study, so that scores of many resamples are sums. Labels must be 0, 1, 2 or
 * `MISSING_LABEL`. A part lacks all of its losses if one of its conditions is not graded.
 */
export const studyLosses = ({ labels, probabilities }: GradedStudy, missing: MissingLabels): StudyLosses => {
  const [losses, weights] = [SCORE_PARTS.map(() => 0), SCORE_PARTS.map(() => 0)];
  const severe = { label: 0, weight: 0, probability: 0 };
  const incomplete = new Set(PART_AT.filter((_, index) => probabilities[index] === undefined));
  labels.forEach((given, index) => {
    if (given === MISSING_LABEL && missing === 'left-out') return;
    const label = given === MISSING_LABEL ? 0 : given;
    const [row, weight] = [probabilities[index], SEVERITY_WEIGHTS[label]!];
    const part = PART_AT[index]!;
    if (row === undefined || incomplete.has(part)) return;
    losses[part]! += weight * logLoss({ probabilities: row, label });
    weights[part]! += weight;
    if (part !== 0) return;
    severe.label = Math.max(severe.label, label === SEVERE ? 1 : 0);
    severe.weight = Math.max(severe.weight, weight);
    severe.probability = Math.max(severe.probability, Math.fround(row[SEVERE]));
  });
  const { label, weight, probability } = severe;
  losses[ANY_SEVERE] = weight * logLoss({ probabilities: [1 - probability, probability], label });
  weights[ANY_SEVERE] = weight;
  return { losses, weights };
};

/** The score and its parts; undefined without rows. */
export type PartScores = Readonly<Record<ScoreName, number | undefined>>;

/**
 * The challenge's score of some studies.
 * @param times  weight of each study; 1 by default
 */
export const scoreOfLosses = (studies: readonly StudyLosses[], times?: ArrayLike<number>): PartScores => {
  const parts = SCORE_PARTS.map((_, part) => {
    let [loss, weight] = [0, 0];
    studies.forEach(({ losses, weights }, study) => {
      const count = times === undefined ? 1 : times[study]!;
      loss += count * losses[part]!;
      weight += count * weights[part]!;
    });
    return weight > 0 ? loss / weight : undefined;
  });
  const [spinal, foraminal, subarticular, anySevereSpinal] = parts;
  const sum = parts.reduce((total, part) => (total === undefined || part === undefined ? undefined : total + part), 0);
  const score = sum === undefined ? undefined : sum / SCORE_PARTS.length;
  return { score, spinal, foraminal, subarticular, anySevereSpinal };
};
