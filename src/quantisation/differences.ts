import { nearestRank } from '../domain/statistics/quantile.ts';
import type { Difference } from '../models/quantise/quantisation-record.ts';
import type { Meaning, Reading } from './readings.ts';

/** Distribution of the differences between the readings of two networks on the same samples. */
export const differencesOf = (
  meaning: Meaning,
  before: readonly Reading[],
  after: readonly Reading[],
): Omit<Difference, 'logLoss'> => {
  const ascending = before
    .flatMap((reading, sample) => reading.map((entry, index) => meaning.between(entry, after[sample]![index]!)))
    .toSorted((a, b) => a - b);
  return {
    values: ascending.length,
    unit: meaning.unit,
    median: nearestRank(ascending, 0.5),
    percentile99: nearestRank(ascending, 0.99),
    greatest: nearestRank(ascending, 1),
  };
};

/** Root mean square of the difference of all outputs, relative to that of the outputs. */
export const relativeError = (expected: readonly Float32Array[], found: readonly Float32Array[]): number => {
  let error = 0;
  let size = 0;
  for (const [index, values] of expected.entries()) {
    const others = found[index]!;
    for (let at = 0; at < values.length; at++) {
      error += (values[at]! - others[at]!) ** 2;
      size += values[at]! ** 2;
    }
  }
  return size === 0 ? Math.sqrt(error) : Math.sqrt(error / size);
};
