import type { Answer } from './answers.ts';
import { isRight } from './answers.ts';

/** Answers by descending confidence, as arrays, so that a thousand resamples are fast. */
export interface RankedAnswers {
  readonly study: Uint32Array;
  readonly wrong: Uint8Array;
  readonly confidence: Float64Array;
  /** Whether the confidence drops after this answer. */
  readonly endsTie: Uint8Array;
}

export const rankedAnswers = (answers: readonly Answer[]): RankedAnswers => {
  const sorted = answers.toSorted((a, b) => b.confidence - a.confidence);
  return {
    study: Uint32Array.from(sorted, ({ study }) => study),
    wrong: Uint8Array.from(sorted, (answer) => Number(!isRight(answer))),
    confidence: Float64Array.from(sorted, ({ confidence }) => confidence),
    endsTie: Uint8Array.from(sorted, ({ confidence }, index) => Number(sorted[index + 1]?.confidence !== confidence)),
  };
};

/** The sum of 1/k over after < k <= to. */
const harmonic = (after: number, to: number): number => {
  let sum = 0;
  for (let k = after + 1; k <= to; k++) sum += 1 / k;
  return sum;
};

/**
 * Risks of answering only the most confident locations. Ties are taken in random order and the result is the
 * expectation over orders, so that it does not depend on the order of the table. Undefined without answers.
 * @param coverages  ascending, above 0, at most 1
 * @param times      how often each study counts; once by default
 * @returns `at`: fraction of wrong answers among the most confident ones, for each coverage; `area`: mean of the
 * fractions of wrong answers among the 1, 2, ... n most confident (AURC; Geifman, Uziel and El-Yaniv 2019,
 * arXiv:1805.08206); `overall`: fraction of wrong answers among all, the risk of an uninformative confidence at every
 * coverage, and its area
 */
export const risksOf = (
  { study, wrong, endsTie }: RankedAnswers,
  coverages: readonly number[],
  times?: ArrayLike<number>,
) => {
  const timesOf = (index: number): number => (times === undefined ? 1 : times[study[index]!]!);
  let total = 0;
  for (let index = 0; index < study.length; index++) total += timesOf(index);
  if (total === 0) return { at: coverages.map(() => undefined), area: undefined, overall: undefined };
  const at: number[] = [];
  let [answered, errors, area] = [0, 0, 0];
  let [tied, tiedErrors] = [0, 0];
  for (let index = 0; index < study.length; index++) {
    const count = timesOf(index);
    tied += count;
    tiedErrors += count * wrong[index]!;
    if (endsTie[index] === 0 || tied === 0) continue;
    const slope = tiedErrors / tied;
    while (at.length < coverages.length && coverages[at.length]! * total <= answered + tied) {
      const wanted = coverages[at.length]! * total;
      at.push((errors + slope * (wanted - answered)) / wanted);
    }
    // the sum over k of (errors + slope (k - answered)) / k
    area += slope * tied + (errors - slope * answered) * harmonic(answered, answered + tied);
    answered += tied;
    errors += tiedErrors;
    [tied, tiedErrors] = [0, 0];
  }
  while (at.length < coverages.length) at.push(errors / total); // rounding can put a coverage of 1 beyond the last answer
  return { at, area: area / total, overall: errors / total };
};

/** Confidence threshold of a coverage: locations below it are referred. */
export const thresholdAt = ({ confidence }: RankedAnswers, coverage: number): number | undefined =>
  confidence[Math.max(0, Math.min(confidence.length, Math.ceil(coverage * confidence.length)) - 1)];
