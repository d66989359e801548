import type { Difference } from '../models/quantise/quantisation-record.ts';

/** When an int8 network is good enough to be kept. */
export interface Limits {
  /** float32 over int8, in CPU time. */
  readonly minSpeedup: number;
  /** Of 99% of the peaks of a keypoint network. */
  readonly maxPeakShiftMm: number;
  /** Of 99% of the locations of a region network. */
  readonly maxProbabilityChange: number;
  /** Of the weighted log loss of a region network, if the studies have labels. */
  readonly maxScoreChange: number;
}

/** Differences in units of their limits; at most 1 if all are kept. */
export const excessOf = ({ unit, percentile99, logLoss }: Difference, limits: Limits): number => {
  const own = percentile99 / (unit === 'mm' ? limits.maxPeakShiftMm : limits.maxProbabilityChange);
  return logLoss === undefined ? own : Math.max(own, Math.abs(logLoss.int8 - logLoss.float32) / limits.maxScoreChange);
};
