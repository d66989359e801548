import { CONDITIONS, type Condition, LEVELS, type Level, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { GradedStudy } from './graded-study.ts';
import { SEVERITY_WEIGHTS } from './score.ts';
import { type GradedRow, weightedLogLoss } from './weighted-log-loss.ts';

export interface LocationLoss {
  readonly condition: Condition;
  readonly level: Level;
  /** Studies with a label at that location. */
  readonly labels: number;
  readonly logLoss: number | undefined;
}

const rowsAt = (studies: readonly GradedStudy[], location: number): readonly GradedRow[] =>
  studies.flatMap(({ labels, probabilities }) => {
    const label = labels[location]!;
    if (label === MISSING_LABEL) return [];
    return [{ label, weight: SEVERITY_WEIGHTS[label]!, probabilities: probabilities[location]! }];
  });

/** Weighted log loss of each condition at each level, without missing labels. */
export const locationLosses = (studies: readonly GradedStudy[]): readonly LocationLoss[] =>
  CONDITIONS.flatMap((condition, outer) =>
    LEVELS.map((level, inner) => {
      const rows = rowsAt(studies, outer * LEVELS.length + inner);
      return { condition, level, labels: rows.length, logLoss: rows.length === 0 ? undefined : weightedLogLoss(rows) };
    }),
  );
