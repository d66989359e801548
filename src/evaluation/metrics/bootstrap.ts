import type { Rng } from '../../domain/seeded-rng.ts';
import { quantile } from './quantile.ts';

/** A value with its 95% interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly resamples: number;
  readonly rng: Rng;
}

type Statistics<K extends string> = Readonly<Record<K, number | undefined>>;

/** How often each of `count` studies is in a sample of as many, drawn with replacement. */
const drawnTimes = (count: number, rng: Rng): Uint32Array => {
  const times = new Uint32Array(count);
  for (let draw = 0; draw < count; draw++) times[Math.floor(rng() * count)]!++;
  return times;
};

const estimateOf = (value: number, values: number[]): Estimate => {
  values.sort((a, b) => a - b);
  return {
    value,
    // Of few studies the resamples may all lie to one side of the value itself.
    low: Math.min(value, quantile(values, 0.025)),
    high: Math.max(value, quantile(values, 0.975)),
  };
};

/**
 * 95% percentile intervals of statistics of `count` studies, which are drawn whole and with replacement, all statistics from the same
 * draws (Efron 1979, DOI 10.1214/aos/1176344552). An interval is widened where it would not hold the value itself.
 * A statistic that is undefined for a draw is not counted there; one that is undefined for all studies has no estimate.
 * @param statistics  of the studies, each taken so many times
 */
export const bootstrap = <K extends string>(
  count: number,
  statistics: (times: ArrayLike<number>) => Statistics<K>,
  { resamples, rng }: BootstrapOptions,
): Readonly<Partial<Record<K, Estimate>>> => {
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
