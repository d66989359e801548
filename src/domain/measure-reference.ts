import { quantile } from './statistics/quantile.ts';

/** Distribution of a measure among training studies. */
export interface MeasureReference {
  readonly count: number;
  /** First percentile, median and 99th percentile. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Evenly spaced order statistics, ascending: a sketch of the distribution. */
  readonly values: readonly number[];
}

const DIGITS = 4;

/**
 * A measure as references store it. Comparisons need the same digits on both sides: protocols repeat values such as
 * 0.46875 mm in every study.
 */
export const roundedMeasure = (value: number): number => Number(value.toPrecision(DIGITS));

/** Number of series or studies that a comparison needs. */
export const LEAST_STUDIES = 20;
/** Order statistics that are kept; a distribution function read from them is off by less than half a percent. */
const SKETCH = 101;
const BOUND_SHARE = 0.99;
/** The bound lies this much farther out than all but 1% of studies. */
const MARGIN = 1.5;

/** Summarises the values of a measure. @param values  at least one */
export const measureReferenceOf = (values: readonly number[]): MeasureReference => {
  const ascending = Float64Array.from(values).sort();
  const kept = Math.min(SKETCH, values.length);
  const rankOf = (index: number) => (kept === 1 ? 0 : Math.round((index / (kept - 1)) * (values.length - 1)));
  return {
    count: values.length,
    low: roundedMeasure(quantile(ascending, 1 - BOUND_SHARE)),
    median: roundedMeasure(quantile(ascending, 0.5)),
    high: roundedMeasure(quantile(ascending, BOUND_SHARE)),
    values: Array.from({ length: kept }, (_, index) => roundedMeasure(ascending[rankOf(index)]!)),
  };
};

/**
 * Returns the distance beyond which a study is unusual: 1.5 times the distance that 99% of some studies like the
 * training studies keep. Undefined with too few of them.
 */
export const boundOf = (distances: readonly number[]): number | undefined =>
  distances.length < LEAST_STUDIES
    ? undefined
    : roundedMeasure(MARGIN * Math.max(1, quantile(Float64Array.from(distances).sort(), BOUND_SHARE)));
