import { mean } from '../../domain/statistics/mean.ts';
import type { GradedStudy, Probabilities } from './graded-study.ts';
import { logProbabilities, softmaxOf } from './log-probabilities.ts';
import type { MissingLabels } from './score.ts';
import { type PartScores, scoreOfLosses, studyLosses } from './study-losses.ts';

/** The same studies, graded by several members of an ensemble, in the same order: [member][study]. */
export type Members = readonly (readonly GradedStudy[])[];

/** One study, graded by all members. */
export type MemberGrades = readonly GradedStudy[];

/** Logits of one study by each member, in the order of `LOCATIONS`; undefined where none is graded. */
type MemberLogits = readonly (readonly (Probabilities | undefined)[])[];

const logitsOf = (members: MemberGrades): MemberLogits =>
  members.map(({ probabilities }) => probabilities.map((row) => row && logProbabilities(row)));

const meanAt = (logits: MemberLogits, weights: readonly number[], location: number): Probabilities => {
  let [a, b, c, total] = [0, 0, 0, 0];
  for (let member = 0; member < weights.length; member++) {
    const weight = weights[member]!;
    if (weight === 0) continue;
    const row = logits[member]![location]!;
    a += weight * row[0];
    b += weight * row[1];
    c += weight * row[2];
    total += weight;
  }
  return [a / total, b / total, c / total];
};

const mixedLogits = (study: GradedStudy, logits: MemberLogits, weights: readonly number[]): GradedStudy => ({
  ...study,
  probabilities: study.probabilities.map((row, location) => row && softmaxOf(meanAt(logits, weights, location))),
});

/** Grades of an ensemble: the softmax of the weighted mean of the members' logits, as in the method. */
export const mixed = (members: MemberGrades, weights: readonly number[]): GradedStudy => {
  const [first] = members;
  if (first === undefined) throw new RangeError('an ensemble needs a member');
  return mixedLogits(first, logitsOf(members), weights);
};

/** The score, or the mean of the parts that can be given. */
const meanOfParts = ({ score, ...parts }: PartScores): number | undefined => {
  if (score !== undefined) return score;
  const known = Object.values(parts).filter((part) => part !== undefined);
  return known.length === 0 ? undefined : mean(known);
};

/** Maximum number of additions of members to the ensemble; weights are multiples of its inverse. */
const ROUNDS = 20;

/**
 * Finds weights of an ensemble's members by forward selection with replacement (Caruana et al. 2004, DOI
 * 10.1145/1015330.1015432): repeatedly adds the member that lowers the score most, and keeps the best of all rounds. On
 * these studies, the result is never worse than the best single member or equal weights. If some conditions are not
 * graded, the mean of the parts of the others replaces the score.
 * @returns weights that add up to 1; equal ones if no score can be computed
 */
export const searchedWeights = (studies: readonly MemberGrades[], missing: MissingLabels): readonly number[] => {
  const count = studies[0]?.length ?? 0;
  const known = studies.map((members) => ({ study: members[0]!, logits: logitsOf(members) }));
  const score = (weights: readonly number[]): number => {
    const losses = known.map(({ study, logits }) => studyLosses(mixedLogits(study, logits, weights), missing));
    return meanOfParts(scoreOfLosses(losses)) ?? Number.POSITIVE_INFINITY;
  };
  const scored = (weights: readonly number[]) => ({ weights, score: score(weights) });
  let [best, current] = [scored(new Array<number>(count).fill(1)), new Array<number>(count).fill(0)];
  for (let round = 0; round < ROUNDS; round++) {
    const candidates = current.map((_, member) => scored(current.map((times, at) => times + Number(at === member))));
    const next = candidates.reduce((least, one) => (one.score < least.score ? one : least));
    if (next.score < best.score) best = next;
    current = [...next.weights];
  }
  const total = best.weights.reduce((sum, weight) => sum + weight, 0);
  return best.weights.map((weight) => weight / total);
};
