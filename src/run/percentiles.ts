import { createHistogram } from 'node:perf_hooks';

export interface Percentiles {
  readonly count: number;
  readonly totalMs: number;
  /** Accurate to one percent. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

const US = 1000;
const LONGEST_MS = 24 * 3_600_000;
export const tenths = (value: number): number => Math.round(value * 10) / 10;

/** A histogram of durations with constant memory. */
export const timesSeen = () => {
  const histogram = createHistogram({ lowest: 1, highest: LONGEST_MS * US, figures: 2 });
  let [count, totalMs, maxMs] = [0, 0, 0];
  const at = (percent: number): number => (count === 0 ? 0 : Math.min(maxMs, histogram.percentile(percent) / US));
  return {
    add: (ms: number) => {
      count++;
      totalMs += ms;
      maxMs = Math.max(maxMs, ms);
      histogram.record(Math.max(1, Math.min(LONGEST_MS * US, Math.round(ms * US))));
    },
    percentiles: (): Percentiles => ({
      count,
      totalMs: tenths(totalMs),
      p50Ms: tenths(at(50)),
      p95Ms: tenths(at(95)),
      maxMs: tenths(maxMs),
    }),
  };
};
