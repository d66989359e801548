import { logFactorials } from '../../domain/statistics/log-factorials.ts';
import type { TestResult } from './two-sample.ts';

/** How many of some studies have a property. */
export interface Tally {
  readonly yes: number;
  readonly of: number;
}

/** Tables whose probabilities differ by less are equally probable. */
const SAME = 1e-7;

/** Fisher's exact test of two shares, two-sided: the probability of all tables that are at most as probable. */
export const fisherExact = (a: Tally, b: Tally): TestResult => {
  const [yes, all] = [a.yes + b.yes, a.of + b.of];
  const logs = logFactorials(all);
  const choose = (n: number, k: number): number => logs[n]! - logs[k]! - logs[n - k]!;
  const probability = (yesInA: number): number =>
    Math.exp(choose(a.of, yesInA) + choose(b.of, yes - yesInA) - choose(all, yes));
  const observed = probability(a.yes);
  let p = 0;
  for (let yesInA = Math.max(0, yes - b.of); yesInA <= Math.min(yes, a.of); yesInA++) {
    const one = probability(yesInA);
    if (one <= observed * (1 + SAME)) p += one;
  }
  return { difference: Math.abs(a.yes / a.of - b.yes / b.of), p: Math.min(1, p) };
};
