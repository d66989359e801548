import { activationNotFinite } from './errors.ts';
import type { Range } from './quantised-values.ts';

/** Bins on each side of zero. */
const BINS = 2048;

/** Halves the resolution: two bins, counted from zero, become one. */
const merge = (counts: Float64Array): void => {
  for (let bin = 0; bin < BINS / 2; bin++) counts[bin] = counts[2 * bin]! + counts[2 * bin + 1]!;
  counts.fill(0, BINS / 2);
};

export type Histogram = ReturnType<typeof histogram>;

/**
 * Distribution of the values of a tensor over any number of runs, in constant memory. Doubles its bins whenever a value exceeds them; the limit is a
 * power of two, so merging is exact.
 */
export const histogram = () => {
  const below = new Float64Array(BINS);
  const above = new Float64Array(BINS);
  let limit = 0;
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;

  const widenTo = (largest: number): void => {
    if (limit === 0) limit = 2 ** Math.ceil(Math.log2(largest));
    while (limit < largest) {
      merge(below);
      merge(above);
      limit *= 2;
    }
  };

  return {
    /** @throws ACTIVATION_NOT_FINITE */
    add: (values: Float32Array): void => {
      for (const value of values) {
        if (!Number.isFinite(value)) throw activationNotFinite();
        if (value < min) min = value;
        if (value > max) max = value;
      }
      if (values.length === 0) return;
      const largest = Math.max(-min, max);
      if (largest > 0) widenTo(largest);
      total += values.length;
      const perUnit = limit === 0 ? 0 : BINS / limit;
      for (const value of values) {
        const bin = Math.min(BINS - 1, Math.floor(Math.abs(value) * perUnit));
        if (value < 0) below[bin] = below[bin]! + 1;
        else above[bin] = above[bin]! + 1;
      }
    },
    /** Exact; [0, 0] without values. */
    range: (): Range => (total === 0 ? { min: 0, max: 0 } : { min, max }),
    /** Counts by magnitude, from zero outwards, on both sides. */
    sides: () => ({ below: below.slice(), above: above.slice() }),
    binWidth: () => limit / BINS,
    total: () => total,
  };
};
