import { bootstrap, type Estimate, shareOf, sumOfDrawn } from '../bootstrap.ts';
import { CONDITION_GROUPS, type ConditionGroup } from '../graded-study.ts';
import { type Answer, answersAmong, isRight } from './answers.ts';
import type { ResampleOptions } from './risk-coverage-curves.ts';

/** Referral rates: fractions of the locations that go to a reader. */
export const REFERRED_SHARES: readonly number[] = [0.05, 0.1, 0.2];

const SEVERE = 2;

/** Cost and benefit of referring the least confident locations to a reader. */
export interface Referral {
  readonly conditions: ConditionGroup;
  readonly share: number;
  /** Confidence below which a location is referred; ties stay together, so fewer may be referred than the rate. */
  readonly threshold: number;
  readonly locations: number;
  readonly referred: number;
  /** Studies with at least one referred location. */
  readonly studies: number;
  readonly errors: number;
  readonly errorsCaught: number;
  readonly severeMissed: number;
  readonly severeMissedCaught: number;
  /** Fraction of the errors that are referred, the benefit. Undefined without errors. */
  readonly caughtShare: Estimate | undefined;
  /** Fraction of the referred locations that were right, the wasted effort. Undefined without referrals. */
  readonly needlessShare: Estimate | undefined;
  readonly accuracyOfAnswered: Estimate | undefined;
  /** Accuracy over all locations, if the reader is right about the referred ones. */
  readonly accuracyWithReader: Estimate | undefined;
}

/** Threshold below which at most `count` answers fall. */
const thresholdOf = (ascending: readonly number[], count: number): number =>
  ascending[count] ?? Number.POSITIVE_INFINITY;

const isSevereMissed = ({ label, predicted }: Answer): boolean => label === SEVERE && predicted !== SEVERE;

const tallies = (answers: readonly Answer[], studies: number, isCounted: (answer: Answer) => boolean): Uint16Array => {
  const counts = new Uint16Array(studies);
  for (const answer of answers) if (isCounted(answer)) counts[answer.study]!++;
  return counts;
};

const referralOf = (
  answers: readonly Answer[],
  { conditions, share }: Pick<Referral, 'conditions' | 'share'>,
  options: ResampleOptions,
): Referral => {
  const ascending = answers.map(({ confidence }) => confidence).sort((a, b) => a - b);
  const threshold = thresholdOf(ascending, Math.floor(share * answers.length));
  const isReferred = ({ confidence }: Answer): boolean => confidence < threshold;
  const isWrong = (answer: Answer): boolean => !isRight(answer);
  const tally = (isCounted: (answer: Answer) => boolean) => tallies(answers, options.studies, isCounted);
  const all = tally(() => true);
  const errors = tally(isWrong);
  const referred = tally(isReferred);
  const caught = tally((answer) => isReferred(answer) && isWrong(answer));
  const statistics = (times: ArrayLike<number>) => {
    const [n, e, r, c] = [all, errors, referred, caught].map((counts) => sumOfDrawn(counts, times));
    return {
      caughtShare: shareOf(c!, e!),
      needlessShare: shareOf(r! - c!, r!),
      accuracyOfAnswered: shareOf(n! - r! - (e! - c!), n! - r!),
      accuracyWithReader: shareOf(n! - (e! - c!), n!),
    };
  };
  const found = bootstrap(options.studies, statistics, options);
  const sum = (counts: Uint16Array): number => counts.reduce((total, count) => total + count, 0);
  const missed = answers.filter(isSevereMissed);
  return {
    conditions,
    share,
    threshold,
    locations: answers.length,
    referred: sum(referred),
    studies: referred.filter((count) => count > 0).length,
    errors: sum(errors),
    errorsCaught: sum(caught),
    severeMissed: missed.length,
    severeMissedCaught: missed.filter(isReferred).length,
    ...{ caughtShare: found.caughtShare, needlessShare: found.needlessShare },
    ...{ accuracyOfAnswered: found.accuracyOfAnswered, accuracyWithReader: found.accuracyWithReader },
  };
};

/**
 * Cost and benefit of referral for every labelled group of conditions. Refers the least confident locations of the
 * group.
 */
export const referrals = (answers: readonly Answer[], options: ResampleOptions): readonly Referral[] =>
  CONDITION_GROUPS.flatMap((conditions) => {
    const ofGroup = answersAmong(answers, conditions);
    return ofGroup.length === 0
      ? []
      : REFERRED_SHARES.map((share) => referralOf(ofGroup, { conditions, share }, options));
  });
