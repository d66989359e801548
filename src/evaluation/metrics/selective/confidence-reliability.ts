import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from '../calibration.ts';
import { CONDITION_GROUPS, type ConditionGroup } from '../graded-study.ts';
import { type Answer, answersAmong, isRight } from './answers.ts';

/** Distance between confidence and accuracy. */
export interface ConfidenceReliability {
  readonly conditions: ConditionGroup;
  readonly expectedCalibrationError: number | undefined;
  readonly bins: readonly ReliabilityBin[];
}

/** Reliability of the confidence for every labelled group of conditions; each location counts once. */
export const confidenceReliabilities = (answers: readonly Answer[]): readonly ConfidenceReliability[] =>
  CONDITION_GROUPS.flatMap((conditions) => {
    const cases = answersAmong(answers, conditions).map((answer) => ({
      score: answer.confidence,
      positive: isRight(answer),
    }));
    const bins = reliabilityBins(cases);
    return cases.length === 0 ? [] : [{ conditions, expectedCalibrationError: expectedCalibrationError(bins), bins }];
  });
