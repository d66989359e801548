import type { Distribution } from './distribution.ts';

/** Largest product of sample sizes whose distribution is computed exactly. */
const EXACT_UP_TO = 2_000_000;
const TERMS = 100;

/** Greatest distance of two distribution functions. */
const greatestDistance = (a: Distribution, b: Distribution): number => {
  let greatest = 0;
  for (const { values } of [a, b])
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      greatest = Math.max(greatest, Math.abs(a.share(value) - b.share(value)));
      greatest = Math.max(greatest, Math.abs(a.share(value, 'before') - b.share(value, 'before')));
    }
  return greatest;
};

/** Rounding errors below this share of a step do not count as a step. */
const SAME = 1e-7;

/**
 * Probability that two samples of one continuous distribution are at least that far apart: one minus the share of
 * lattice paths that stay within the distance (Hodges 1958).
 */
const exactProbability = (distance: number, m: number, n: number): number => {
  const limit = (0.5 + Math.floor(distance * m * n - SAME)) / (m * n);
  const inside = Float64Array.from({ length: n + 1 }, (_, j) => (j / n > limit ? 0 : 1));
  for (let i = 1; i <= m; i++) {
    const weight = i / (i + n);
    inside[0] = i / m > limit ? 0 : weight * inside[0]!;
    for (let j = 1; j <= n; j++) inside[j] = Math.abs(i / m - j / n) > limit ? 0 : weight * inside[j]! + inside[j - 1]!;
  }
  return 1 - inside[n]!;
};

/** The limit for large samples (Kolmogorov 1933). */
const limitProbability = (distance: number, m: number, n: number): number => {
  const scaled = distance * Math.sqrt((m * n) / (m + n));
  let sum = 0;
  for (let k = 1; k <= TERMS; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * scaled) ** 2);
  return scaled < SAME ? 1 : sum;
};

/** Result of a test of whether two groups of studies are from one population. */
export interface TestResult {
  /** Size of the difference, 0 to 1. */
  readonly difference: number;
  readonly p: number;
}

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided: exact for up to 2 million pairs, otherwise by the limit distribution.
 * Conservative if values repeat.
 */
export const kolmogorovSmirnov = (a: Distribution, b: Distribution): TestResult => {
  const difference = greatestDistance(a, b);
  const probability = a.count * b.count <= EXACT_UP_TO ? exactProbability : limitProbability;
  return { difference, p: Math.min(1, Math.max(0, probability(difference, a.count, b.count))) };
};
