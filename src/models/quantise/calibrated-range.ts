import type { Histogram } from './histogram.ts';
import type { Range } from './quantised-values.ts';

/**
 * How the range of an activation follows from what was observed. `minmax`: all values. `percentile`: all but the outermost 0.01% on each side.
 * `entropy`: the threshold whose quantisation loses least information (Migacz, "8-bit inference with TensorRT", GTC 2017).
 */
export const CALIBRATION_METHODS = ['percentile', 'entropy', 'minmax'] as const;
export type CalibrationMethod = (typeof CALIBRATION_METHODS)[number];

const OUTERMOST_SHARE = 1e-4;

/** The range of activations for quantisation, never wider than what was observed. */
export const calibratedRange = (seen: Histogram, method: CalibrationMethod): Range => {
  if (method === 'minmax') return seen.range();
  return method === 'percentile' ? withoutOutermost(seen) : leastLossOfInformation(seen);
};

/** Upper edge of the outermost bin once `skipped` values further out are left off. */
const edgeAfter = (counts: Float64Array, binWidth: number, skipped: number): number => {
  let left = skipped;
  for (let bin = counts.length - 1; bin >= 0; bin--) {
    left -= counts[bin]!;
    if (left < 0) return (bin + 1) * binWidth;
  }
  return 0;
};

const withoutOutermost = (seen: Histogram): Range => {
  const { below, above } = seen.sides();
  const skipped = OUTERMOST_SHARE * seen.total();
  return within(seen, edgeAfter(below, seen.binWidth(), skipped), edgeAfter(above, seen.binWidth(), skipped));
};

const within = (seen: Histogram, below: number, above: number): Range => {
  const { min, max } = seen.range();
  return { min: Math.max(min, -below), max: Math.min(max, above) };
};

/** Steps between two thresholds that are tried, in bins. */
const STRIDE = 8;

const leastLossOfInformation = (seen: Histogram): Range => {
  const { below, above } = seen.sides();
  const magnitudes = above.map((count, bin) => count + below[bin]!);
  magnitudes[0] = magnitudes[1]!; // the zeros of a ReLU, which are exact at any scale
  const levels = seen.range().min < 0 ? 128 : 256;
  let best = { bins: magnitudes.length, loss: Number.POSITIVE_INFINITY };
  for (let bins = levels; bins <= magnitudes.length; bins += STRIDE) {
    const loss = divergence(magnitudes, bins, levels);
    if (loss < best.loss) best = { bins, loss };
  }
  const threshold = best.bins * seen.binWidth();
  return within(seen, threshold, threshold);
};

/** Stands for the share of values that quantisation leaves out. */
const SMALLEST_SHARE = 1e-9;

/** Kullback-Leibler divergence of the values, clipped to the first bins, from the same in `levels` steps. */
const divergence = (magnitudes: Float64Array, bins: number, levels: number): number => {
  const kept = magnitudes.subarray(0, bins);
  const inside = kept.reduce((sum, count) => sum + count, 0);
  const total = magnitudes.reduce((sum, count) => sum + count, 0);
  if (inside === 0) return Number.POSITIVE_INFINITY;
  const outside = total - inside;
  let loss = 0;
  for (let level = 0; level < levels; level++) {
    const start = Math.floor((level * bins) / levels);
    const end = Math.floor(((level + 1) * bins) / levels);
    let sum = 0;
    let occupied = 0;
    for (let bin = start; bin < end; bin++) {
      sum += kept[bin]!;
      occupied += Number(kept[bin]! > 0);
    }
    for (let bin = start; bin < end; bin++) {
      const count = kept[bin]! + (bin === bins - 1 ? outside : 0);
      if (count === 0) continue;
      const coarse = kept[bin]! > 0 ? sum / occupied / inside : SMALLEST_SHARE;
      loss += (count / total) * Math.log(count / total / coarse);
    }
  }
  return loss;
};
