import { createRng, type Rng } from '../../domain/seeded-rng.ts';
import { quantile } from '../../domain/statistics/quantile.ts';

/** A value with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The estimate of a share from that of the rest. */
export const complementOf = ({ value, low, high }: Estimate): Estimate => ({
  value: 1 - value,
  low: 1 - high,
  high: 1 - low,
});

export interface BootstrapOptions {
  /** Seed of all that is drawn. */
  readonly seed: number;
  /** Number of bootstrap resamples. */
  readonly resamples: number;
}

/** Sum of a value of each study, counted as often as the study was drawn. */
export const sumOfDrawn = (values: ArrayLike<number>, times: ArrayLike<number>): number => {
  let sum = 0;
  for (let study = 0; study < values.length; study++) sum += times[study]! * values[study]!;
  return sum;
};

export const shareOf = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

type Statistics<K extends string> = Readonly<Record<K, number | undefined>>;

/** Counts of each of `count` studies in a sample of the same size, drawn with replacement. */
const drawnTimes = (count: number, rng: Rng): Uint32Array => {
  const times = new Uint32Array(count);
  for (let draw = 0; draw < count; draw++) times[Math.floor(rng() * count)]!++;
  return times;
};

const estimateOf = (value: number, values: number[]): Estimate => {
  values.sort((a, b) => a - b);
  return {
    value,
    // With few studies, all resamples may be on one side of the value itself.
    low: Math.min(value, quantile(values, 0.025)),
    high: Math.max(value, quantile(values, 0.975)),
  };
};

/**
 * 95% percentile intervals of statistics of `count` studies, resampled whole and with replacement, all statistics from
 * the same resamples (Efron 1979, DOI 10.1214/aos/1176344552). An interval that excludes the value itself is widened to
 * include it. A resample with an undefined statistic does not count for it; a statistic that is undefined for all
 * studies has no estimate.
 * @param statistics  functions of the number of times that each study was drawn
 */
export const bootstrap = <K extends string>(
  count: number,
  statistics: (times: ArrayLike<number>) => Statistics<K>,
  { seed, resamples }: BootstrapOptions,
): Readonly<Partial<Record<K, Estimate>>> => {
  const rng = createRng(seed);
  const whole = statistics(new Uint32Array(count).fill(1));
  const drawn = Array.from({ length: resamples }, () => statistics(drawnTimes(count, rng)));
  const estimates: Partial<Record<K, Estimate>> = {};
  for (const name in whole) {
    const value = whole[name];
    if (value !== undefined)
      estimates[name] = estimateOf(
        value,
        drawn.flatMap((one) => one[name] ?? []),
      );
  }
  return estimates;
};
