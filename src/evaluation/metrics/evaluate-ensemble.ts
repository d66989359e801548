import { createRng } from '../../domain/seeded-rng.ts';
import { type BothConventions, type EvaluationOptions, scoresOf } from './evaluate-grades.ts';
import type { GradedStudy } from './graded-study.ts';
import { type MemberGrades, type Members, mixed, searchedWeights } from './mixture.ts';
import { nestedParts, throughParts } from './nested-parts.ts';
import type { PartScores } from './study-losses.ts';

export interface EnsembleEvaluation {
  /** Score of each member alone. */
  readonly members: readonly BothConventions<PartScores>[];
  readonly equalWeights: BothConventions<PartScores>;
  readonly searched: {
    /** Fitted to all studies, for use on others; scores on the same studies would be too optimistic. */
    readonly weights: readonly number[];
    /** Fitted to all studies but one part; that part is scored with them. */
    readonly nested: readonly (readonly number[])[];
    readonly scores: BothConventions<PartScores>;
  };
}

const byStudy = (members: Members): readonly MemberGrades[] =>
  (members[0] ?? []).map((_, study) => members.map((grades) => grades[study]!));

/** The unweighted mean of an ensemble's logits. */
export const equallyMixed = (members: Members): readonly GradedStudy[] =>
  byStudy(members).map((grades) =>
    mixed(
      grades,
      grades.map(() => 1),
    ),
  );

/**
 * Returns the scores of ensemble members alone, of their plain mean, and with weights searched on other studies than
 * those scored.
 * @param members  two or more, of the same studies in the same order
 * @param options  seed and number of nested folds
 *
 * @example
 * import { evaluateEnsemble } from 'spinestream/evaluation';
 *
 * const member = (severe: number) =>
 *   ['1', '2', '3', '4'].map((studyId, index) => ({
 *     studyId,
 *     labels: Array.from({ length: 25 }, () => (index % 2) * 2),
 *     probabilities: Array.from({ length: 25 }, () => [0.7 - severe, 0.3, severe] as const),
 *   }));
 * const { members, searched } = evaluateEnsemble([member(0.5), member(0.1)], { seed: 1, nestedFolds: 2 });
 * members.length; // 2
 * searched.weights[0]! > searched.weights[1]!; // true
 */
export const evaluateEnsemble = (
  members: Members,
  { seed, nestedFolds }: Pick<EvaluationOptions, 'seed' | 'nestedFolds'>,
): EnsembleEvaluation => {
  const studies = byStudy(members);
  const partOf = nestedParts(studies.length, nestedFolds, createRng(seed));
  const equal = members.map(() => 1 / members.length);
  const learn = (some: readonly MemberGrades[]) => (some.length === 0 ? equal : searchedWeights(some, 'as-normal'));
  const { fitted, results } = throughParts(studies, partOf, { learn, apply: mixed });
  return {
    members: members.map(scoresOf),
    equalWeights: scoresOf(equallyMixed(members)),
    searched: { weights: learn(studies), nested: fitted, scores: scoresOf(results) },
  };
};
