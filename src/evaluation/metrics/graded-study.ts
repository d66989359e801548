import { CONDITIONS, type Condition, LEVELS, LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { ScoreRow } from './score.ts';

/** In the order of `SEVERITIES`. */
export type Probabilities = ScoreRow['probabilities'];

/** Truth and prediction of a study, both in the order of `LOCATIONS`. */
export interface GradedStudy {
  readonly studyId: string;
  /** Indices into `SEVERITIES`, or `MISSING_LABEL`, also where there is no prediction. */
  readonly labels: readonly number[];
  /** Undefined for the conditions that are not graded, the same in every study of a run. */
  readonly probabilities: readonly (Probabilities | undefined)[];
}

/** A labelled location. */
export interface LabelledLocation {
  /** Index of its study. */
  readonly study: number;
  /** Index into `LOCATIONS`. */
  readonly location: number;
  readonly label: number;
  readonly probabilities: Probabilities;
}

/** A group of conditions, or all of them. */
export type ConditionGroup = Condition | 'all';
export const CONDITION_GROUPS: readonly ConditionGroup[] = ['all', ...CONDITIONS];

export const conditionAt = (index: number): Condition => CONDITIONS[Math.floor(index / LEVELS.length)]!;

/** Whether a location is of a group of conditions. */
export const isAmong =
  (group: ConditionGroup) =>
  (location: number): boolean =>
    group === 'all' || conditionAt(location) === group;

/** The conditions that these studies are not graded for. */
export const notGradedIn = (studies: readonly GradedStudy[]): readonly Condition[] =>
  CONDITIONS.filter((_, outer) =>
    studies.some(({ probabilities }) =>
      LEVELS.some((_, inner) => probabilities[outer * LEVELS.length + inner] === undefined),
    ),
  );

/** A study without the grades and labels of some conditions. */
export const withoutConditions = (study: GradedStudy, conditions: readonly Condition[]): GradedStudy => ({
  ...study,
  labels: study.labels.map((label, index) => (conditions.includes(conditionAt(index)) ? MISSING_LABEL : label)),
  probabilities: study.probabilities.map((row, index) => (conditions.includes(conditionAt(index)) ? undefined : row)),
});

/** The labelled locations that are wanted, study by study. */
export const labelledLocations = (
  studies: readonly GradedStudy[],
  isWanted: (location: number) => boolean = () => true,
): readonly LabelledLocation[] =>
  studies.flatMap(({ labels, probabilities }, study) =>
    labels.flatMap((label, location) =>
      label === MISSING_LABEL || !isWanted(location)
        ? []
        : [{ study, location, label, probabilities: probabilities[location]! }],
    ),
  );

/** The rows of the challenge's score. */
export const scoreRows = (studies: readonly GradedStudy[]): readonly ScoreRow[] =>
  studies.flatMap(({ studyId, labels, probabilities: rows }) =>
    LOCATIONS.flatMap((location, index) => {
      const probabilities = rows[index];
      return probabilities === undefined ? [] : [{ studyId, location, label: labels[index]!, probabilities }];
    }),
  );
