import type { Condition } from '../../../domain/vocabulary.ts';
import { type BootstrapOptions, bootstrap, type Estimate, shareOf, sumOfDrawn } from '../bootstrap.ts';
import { CONDITION_GROUPS, type ConditionGroup, type GradedStudy, notGradedIn } from '../graded-study.ts';
import type { MissingLabels } from '../score.ts';
import { type PartScores, SCORE_NAMES, type ScoreName, scoreOfLosses, studyLosses } from '../study-losses.ts';
import { type Answer, answersAmong, answersOf, isRight } from './answers.ts';
import { mcNemarP } from './mcnemar.ts';

/** Right and wrong answers of two runs at the same locations. */
interface PairedAccuracy {
  readonly conditions: ConditionGroup;
  readonly locations: number;
  readonly onlyFirstRight: number;
  readonly onlySecondRight: number;
  /** Accuracy of the first minus that of the second; resamples whole studies. */
  readonly difference: Estimate;
  /** Treats locations as independent, although those of a study are not: rather too small than too large. */
  readonly mcNemarP: number;
}

type ScoreGain = Readonly<Partial<Record<ScoreName, Estimate>>>;

/** Two runs on the studies that both graded. */
export interface PairedComparison {
  readonly studies: number;
  /** Conditions that one of the runs does not grade; the comparison is without them. */
  readonly notGraded: readonly Condition[];
  /**
   * Score of the second minus that of the first, from the same resamples: above 0, the first is better. A part without
   * rows is absent.
   */
  readonly gain: { readonly asNormal: ScoreGain; readonly leftOut: ScoreGain };
  readonly accuracy: readonly PairedAccuracy[];
}

type Pair<T> = readonly [first: T, second: T];

const gainOf = (pair: Pair<readonly GradedStudy[]>, missing: MissingLabels, options: BootstrapOptions): ScoreGain => {
  const [first, second] = pair.map((studies) => studies.map((study) => studyLosses(study, missing)));
  const statistics = (times: ArrayLike<number>): PartScores => {
    const [a, b] = [scoreOfLosses(first!, times), scoreOfLosses(second!, times)];
    const gain: Record<ScoreName, number | undefined> = { ...a };
    for (const part of SCORE_NAMES) {
      const [one, other] = [a[part], b[part]];
      gain[part] = one === undefined || other === undefined ? undefined : other - one;
    }
    return gain;
  };
  return bootstrap(pair[0].length, statistics, options);
};

const accuracyOf = (
  [first, second]: Pair<readonly Answer[]>,
  conditions: ConditionGroup,
  studies: number,
  options: BootstrapOptions,
): readonly PairedAccuracy[] => {
  const [locations, lead] = [new Float64Array(studies), new Float64Array(studies)];
  let [onlyFirstRight, onlySecondRight] = [0, 0];
  first.forEach((answer, index) => {
    const [mine, theirs] = [isRight(answer), isRight(second[index]!)];
    locations[answer.study]!++;
    lead[answer.study]! += Number(mine) - Number(theirs);
    if (mine && !theirs) onlyFirstRight++;
    if (theirs && !mine) onlySecondRight++;
  });
  const statistics = (times: ArrayLike<number>) => ({
    difference: shareOf(sumOfDrawn(lead, times), sumOfDrawn(locations, times)),
  });
  const { difference } = bootstrap(studies, statistics, options);
  if (difference === undefined) return [];
  const counts = { locations: first.length, onlyFirstRight, onlySecondRight };
  return [{ conditions, ...counts, difference, mcNemarP: mcNemarP(onlyFirstRight, onlySecondRight) }];
};

/**
 * Compares two runs study by study, with much more power than comparing their intervals.
 * @param pair  the same studies in the same order
 */
export const pairedComparison = (pair: Pair<readonly GradedStudy[]>, options: BootstrapOptions): PairedComparison => {
  const studies = pair[0].length;
  const [first, second] = pair.map((graded) => answersOf(graded));
  return {
    studies,
    notGraded: notGradedIn(pair.flat()),
    gain: { asNormal: gainOf(pair, 'as-normal', options), leftOut: gainOf(pair, 'left-out', options) },
    accuracy: CONDITION_GROUPS.flatMap((conditions) => {
      const answers = [answersAmong(first!, conditions), answersAmong(second!, conditions)] as const;
      return accuracyOf(answers, conditions, studies, options);
    }),
  };
};
