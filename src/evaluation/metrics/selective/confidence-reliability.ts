import { type Reliability, reliabilityOf } from '../calibration.ts';
import { CONDITION_GROUPS } from '../graded-study.ts';
import { type Answer, answersAmong, isRight } from './answers.ts';

/** Reliability of the confidence for every labelled group of conditions; each location counts once. */
export const confidenceReliabilities = (answers: readonly Answer[]): readonly Reliability[] =>
  CONDITION_GROUPS.flatMap((conditions) => {
    const cases = answersAmong(answers, conditions).map((answer) => ({
      score: answer.confidence,
      positive: isRight(answer),
    }));
    return cases.length === 0 ? [] : [reliabilityOf(conditions, cases)];
  });
