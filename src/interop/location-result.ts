import { type Basis, UNKNOWN_BASIS } from '../domain/basis.ts';
import { greatestIndex } from '../domain/statistics/greatest-index.ts';
import { CONDITIONS, type Condition, LEVELS, type Level } from '../domain/vocabulary.ts';
import type { LocationKeypoint, StudyResult } from './study-result.ts';

/** Result of one of the 25 locations. */
export interface LocationResult {
  readonly condition: Condition;
  readonly level: Level;
  /** Undefined if the grade is based on no pixels: the network's answer would only reflect training frequencies. */
  readonly probabilities: readonly number[] | undefined;
  readonly basis: Basis;
  readonly keypoint: LocationKeypoint | undefined;
}

const NOT_GRADED = 'NOT_GRADED';

/** All locations in the order of the vocabulary, even for an ungraded study. */
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
      const probabilities = basis.seen === 'none' ? undefined : grade.probabilities;
      return { condition, level, probabilities, basis, keypoint };
    }),
  );

/** Label of the most probable severity, the first in a tie; undefined if nothing was seen. */
export const severityOf = ({ probabilities }: LocationResult): number | undefined =>
  probabilities && greatestIndex(probabilities);
