import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { SEVERITIES } from '../../domain/vocabulary.ts';
import { CONDITION_GROUPS, type ConditionGroup, type GradedStudy, isAmong, labelledLocations } from './graded-study.ts';

export interface Confusion {
  readonly conditions: ConditionGroup;
  /** [true severity][predicted severity]; the predicted one is the most probable, on ties the milder. */
  readonly counts: readonly (readonly number[])[];
}

/** Confusion matrices for every group of conditions, over labelled locations. */
export const confusions = (studies: readonly GradedStudy[]): readonly Confusion[] =>
  CONDITION_GROUPS.map((conditions) => {
    const counts = SEVERITIES.map(() => SEVERITIES.map(() => 0));
    for (const { label, probabilities } of labelledLocations(studies, isAmong(conditions)))
      counts[label]![greatestIndex(probabilities)]!++;
    return { conditions, counts };
  });
