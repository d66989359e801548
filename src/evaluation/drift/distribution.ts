import type { MeasureReference } from '../../domain/measure-reference.ts';

/** Distribution of a number over studies. */
export interface Distribution {
  /** Number of studies that it describes. */
  readonly count: number;
  /** Ascending; every step of the distribution function is at one of them. */
  readonly values: ArrayLike<number>;
  /** Share of studies at or below a value; `before`: below it. */
  readonly share: (value: number, before?: 'before') => number;
}

/** Number of ascending values that are below `value`, or at most `value`. */
const rank = (ascending: ArrayLike<number>, value: number, isStrict: boolean): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isLess = isStrict ? ascending[middle]! < value : ascending[middle]! <= value;
    if (isLess) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The distribution of a sample. */
export const distributionOf = (sample: readonly number[]): Distribution => {
  const values = Float64Array.from(sample).sort();
  return {
    count: sample.length,
    values,
    share: (value, before) => rank(values, value, before !== undefined) / values.length,
  };
};

/** The distribution that a reference sketches by evenly spaced order statistics, linear between them. */
export const sketchedDistribution = ({ count, values }: MeasureReference): Distribution => {
  const last = values.length - 1;
  const share = (value: number, before?: 'before'): number => {
    const below = rank(values, value, before !== undefined);
    if (below === 0) return 0;
    if (below > last) return 1;
    const [left, right] = [values[below - 1]!, values[below]!];
    return (below - 1 + (right > left ? (value - left) / (right - left) : 0)) / last;
  };
  return { count, values, share };
};
