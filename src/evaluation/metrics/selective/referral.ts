import { createRng } from '../../../domain/seeded-rng.ts';
import { bootstrap, type Estimate } from '../bootstrap.ts';
import { CONDITION_GROUPS, type ConditionGroup } from '../graded-study.ts';
import { type Answer, answersAmong, isRight } from './answers.ts';
import type { ResampleOptions } from './risk-coverage-curves.ts';

/** Shares of the locations that a reader is asked about. */
export const REFERRED_SHARES: readonly number[] = [0.05, 0.1, 0.2];

const SEVERE = 2;

/** What it costs, and what it saves, to refer the least sure locations to a reader. */
export interface Referral {
  readonly conditions: ConditionGroup;
  readonly share: number;
  /** Whoever is less sure than this is referred; equally sure ones are not torn apart, so that fewer may be referred than the share. */
  readonly threshold: number;
  readonly locations: number;
  readonly referred: number;
  /** Studies that a reader has to open. */
  readonly studies: number;
  readonly errors: number;
  readonly errorsCaught: number;
  readonly severeMissed: number;
  readonly severeMissedCaught: number;
  /** Share of the errors that are referred: the saving. Undefined without errors. */
  readonly caughtShare: Estimate | undefined;
  /** Share of the referred locations that were right: the reader's time for nothing. Undefined where none is referred. */
  readonly needlessShare: Estimate | undefined;
  readonly accuracyOfAnswered: Estimate | undefined;
  /** Of all locations, if the reader is right about those that are referred. */
  readonly accuracyWithReader: Estimate | undefined;
}

/** At most `count` answers are less sure than this. */
const thresholdOf = (ascending: readonly number[], count: number): number =>
  ascending[count] ?? Number.POSITIVE_INFINITY;

const isSevereMissed = ({ label, predicted }: Answer): boolean => label === SEVERE && predicted !== SEVERE;

const tallies = (answers: readonly Answer[], studies: number, isCounted: (answer: Answer) => boolean): Uint16Array => {
  const counts = new Uint16Array(studies);
  for (const answer of answers) if (isCounted(answer)) counts[answer.study]!++;
  return counts;
};

const weighted = (counts: Uint16Array, times: ArrayLike<number>): number => {
  let sum = 0;
  for (let study = 0; study < counts.length; study++) sum += counts[study]! * times[study]!;
  return sum;
};

const shareOf = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

const referralOf = (
  answers: readonly Answer[],
  { conditions, share }: Pick<Referral, 'conditions' | 'share'>,
  { studies, seed, resamples }: ResampleOptions,
): Referral => {
  const ascending = answers.map(({ confidence }) => confidence).sort((a, b) => a - b);
  const threshold = thresholdOf(ascending, Math.floor(share * answers.length));
  const isReferred = ({ confidence }: Answer): boolean => confidence < threshold;
  const isWrong = (answer: Answer): boolean => !isRight(answer);
  const tally = (isCounted: (answer: Answer) => boolean) => tallies(answers, studies, isCounted);
  const all = tally(() => true);
  const errors = tally(isWrong);
  const referred = tally(isReferred);
  const caught = tally((answer) => isReferred(answer) && isWrong(answer));
  const statistics = (times: ArrayLike<number>) => {
    const [n, e, r, c] = [all, errors, referred, caught].map((counts) => weighted(counts, times));
    return {
      caughtShare: shareOf(c!, e!),
      needlessShare: shareOf(r! - c!, r!),
      accuracyOfAnswered: shareOf(n! - r! - (e! - c!), n! - r!),
      accuracyWithReader: shareOf(n! - (e! - c!), n!),
    };
  };
  const found = bootstrap(studies, statistics, { resamples, rng: createRng(seed) });
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
    caughtShare: found.caughtShare,
    needlessShare: found.needlessShare,
    accuracyOfAnswered: found.accuracyOfAnswered,
    accuracyWithReader: found.accuracyWithReader,
  };
};

/** Cost and saving of referral for every group of conditions that has labels. The least sure of the group are referred. */
export const referrals = (answers: readonly Answer[], options: ResampleOptions): readonly Referral[] =>
  CONDITION_GROUPS.flatMap((conditions) => {
    const ofGroup = answersAmong(answers, conditions);
    return ofGroup.length === 0
      ? []
      : REFERRED_SHARES.map((share) => referralOf(ofGroup, { conditions, share }, options));
  });
