import { CONDITIONS, type Condition, LEVELS, LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { ScoreRow } from './score.ts';

/** In the order of `SEVERITIES`. */
export type Probabilities = ScoreRow['probabilities'];

/** Truth and prediction of a study, both in the order of `LOCATIONS`. */
export interface GradedStudy {
  readonly studyId: string;
  /** Indices into `SEVERITIES`, or `MISSING_LABEL`. */
  readonly labels: readonly number[];
  readonly probabilities: readonly Probabilities[];
}

/** A labelled location. */
export interface LabelledLocation {
  readonly label: number;
  readonly probabilities: Probabilities;
}

/** A group of conditions, or all of them. */
export type ConditionGroup = Condition | 'all';
export const CONDITION_GROUPS: readonly ConditionGroup[] = ['all', ...CONDITIONS];

export const conditionAt = (index: number): Condition => CONDITIONS[Math.floor(index / LEVELS.length)]!;

/** The labelled locations of a group of conditions, study by study. */
export const labelledLocations = (
  studies: readonly GradedStudy[],
  group: ConditionGroup = 'all',
): readonly LabelledLocation[] =>
  studies.flatMap(({ labels, probabilities }) =>
    labels.flatMap((label, index) =>
      label === MISSING_LABEL || (group !== 'all' && conditionAt(index) !== group)
        ? []
        : [{ label, probabilities: probabilities[index]! }],
    ),
  );

/** The rows of the challenge's score. */
export const scoreRows = (studies: readonly GradedStudy[]): readonly ScoreRow[] =>
  studies.flatMap(({ studyId, labels, probabilities }) =>
    LOCATIONS.map((location, index) => ({
      studyId,
      location,
      label: labels[index]!,
      probabilities: probabilities[index]!,
    })),
  );
