import { quantile } from '../../domain/statistics/quantile.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { type DriftReference, numbersOf, type Tallies, talliesOf } from './drift-reference.ts';
import type { DriftComparison, NumberComparison, NumberSummary, ShareComparison } from './drift-report.ts';
import { type DriftStudy, measureOf } from './drift-study.ts';
import { fisherExact } from './exact-test.ts';
import { holmAdjusted } from './holm.ts';
import { kolmogorovSmirnov } from './two-sample.ts';

/** A comparison needs this many studies on each side. */
export const LEAST_COMPARED = 10;

type Untested<C extends DriftComparison> = C extends unknown ? Omit<C, 'adjustedP' | 'alarm'> : never;
type Made = Untested<DriftComparison>;

const summaryOf = ({ count, values }: Distribution): NumberSummary => ({
  count,
  low: quantile(values, 0.1),
  median: quantile(values, 0.5),
  high: quantile(values, 0.9),
});

const totalOf = (tallies: Tallies): number => [...tallies.values()].reduce((sum, count) => sum + count, 0);

/** Studies to compare with a reference. */
export interface Pair {
  readonly reference: DriftReference;
  readonly studies: readonly DriftStudy[];
  /** Index of the window in the report. */
  readonly window: number;
}

const comparedNumber = (key: string, { reference, studies, window }: Pair): Untested<NumberComparison> | undefined => {
  const before = reference.numbers.get(key)!;
  const now = distributionOf(numbersOf(studies, key));
  if (Math.min(before.count, now.count) < LEAST_COMPARED) return undefined;
  return {
    ...{ window, ...measureOf(key), test: 'kolmogorov-smirnov', ...kolmogorovSmirnov(before, now) },
    ...{ reference: summaryOf(before), found: summaryOf(now) },
  };
};

/** Each category is one comparison; of two that exclude each other, the second says nothing more. */
const comparedCategories = (
  key: string,
  { reference, studies, window }: Pair,
): readonly Untested<ShareComparison>[] => {
  const [before, now] = [reference.categories.get(key) ?? neverWarned(reference), talliesOf(studies, key)];
  const [countBefore, countNow] = [totalOf(before), totalOf(now)];
  if (Math.min(countBefore, countNow) < LEAST_COMPARED) return [];
  const all = [...new Set([...before.keys(), ...now.keys()])].sort();
  const chosen = all.includes('no') ? ['yes'] : all.length === 2 ? all.slice(0, 1) : all;
  return chosen.map((category) => {
    const [a, b] = [before, now].map((tallies) => tallies.get(category) ?? 0) as [number, number];
    return {
      ...{ window, ...measureOf(key), category, test: 'fisher' },
      ...fisherExact({ yes: a, of: countBefore }, { yes: b, of: countNow }),
      reference: { count: countBefore, share: a / countBefore },
      found: { count: countNow, share: b / countNow },
    };
  });
};

/** A warning that no study of the reference has. */
const neverWarned = ({ studies }: DriftReference): Tallies => new Map([['no', studies]]);

const comparedWindow = (pair: Pair): { readonly made: readonly Made[]; readonly skipped: readonly string[] } => {
  const { reference, studies } = pair;
  const made: Made[] = [];
  const skipped: string[] = [];
  for (const key of reference.numbers.keys()) {
    const one = comparedNumber(key, pair);
    if (one === undefined) skipped.push(key);
    else made.push(one);
  }
  const warned = studies
    .flatMap(({ categories }) => [...categories.keys()])
    .filter((key) => isNewWarning(key, reference));
  for (const key of new Set([...reference.categories.keys(), ...warned])) {
    const some = comparedCategories(key, pair);
    if (some.length === 0) skipped.push(key);
    made.push(...some);
  }
  return { made, skipped };
};

const isNewWarning = (key: string, { groups, categories }: DriftReference): boolean =>
  measureOf(key).group === 'warnings' && groups.includes('warnings') && !categories.has(key);

/**
 * Compares windows of studies with references, and adjusts the probabilities for the number of comparisons.
 * @param level  probability of any alarm if nothing changed
 */
export const compareWindows = (
  pairs: readonly Pair[],
  level: number,
): { readonly comparisons: readonly DriftComparison[]; readonly notCompared: readonly string[] } => {
  const all = pairs.map(comparedWindow);
  const made = all.flatMap((one) => one.made);
  const adjusted = holmAdjusted(made.map(({ p }) => p));
  const comparisons = made.map((one, index) => ({
    ...one,
    adjustedP: adjusted[index]!,
    alarm: adjusted[index]! <= level,
  }));
  return { comparisons, notCompared: [...new Set(all.flatMap(({ skipped }) => skipped))].sort() };
};
