import { type Basis, UNKNOWN_BASIS } from '../domain/basis.ts';
import type { Condition, Level } from '../domain/vocabulary.ts';
import { CONDITIONS, LEVELS } from '../domain/vocabulary.ts';
import type { LocationKeypoint, StudyResult } from './study-result.ts';

/** What is said of one of the 25 locations. */
export interface LocationResult {
  readonly condition: Condition;
  readonly level: Level;
  /** Undefined where the grade rests on no pixel: what a network says then is what was frequent in training. */
  readonly probabilities: readonly number[] | undefined;
  readonly basis: Basis;
  readonly keypoint: LocationKeypoint | undefined;
}

const NOT_GRADED = 'NOT_GRADED';

/** All locations in the order of the vocabulary, also of a study that could not be graded. */
export const locationResults = ({ grades, keypoints, failure }: StudyResult): readonly LocationResult[] =>
  CONDITIONS.flatMap((condition) =>
    LEVELS.map((level) => {
      const isHere = (one: { readonly condition: Condition; readonly level: Level }) =>
        one.condition === condition && one.level === level;
      const grade = grades.find(isHere);
      const keypoint = keypoints.find(isHere);
      if (grade === undefined) {
        const basis: Basis = { seen: 'none', doubtful: false, reasons: [failure?.code ?? NOT_GRADED] };
        return { condition, level, probabilities: undefined, basis, keypoint };
      }
      const basis = grade.basis ?? UNKNOWN_BASIS;
      return {
        condition,
        level,
        probabilities: basis.seen === 'none' ? undefined : grade.probabilities,
        basis,
        keypoint,
      };
    }),
  );

/** The label of the most probable severity, the first of equals; undefined where nothing was seen. */
export const severityOf = ({ probabilities }: LocationResult): number | undefined =>
  probabilities?.reduce((best, value, label) => (value > probabilities[best]! ? label : best), 0);
