/** What the goldens say of a whole array, computed in float64. */
export interface ArrayStatistics {
  readonly mean: number;
  /** Population. */
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly sum_abs: number;
}

export const statisticsOf = (values: ArrayLike<number>): ArrayStatistics => {
  let [sum, squares, sumAbs, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    sum += value;
    squares += value * value;
    sumAbs += Math.abs(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / values.length;
  return { mean, std: Math.sqrt(Math.max(0, squares / values.length - mean * mean)), min, max, sum_abs: sumAbs };
};

/** The greatest deviation of the statistics; sums of absolute values are compared as means. */
export const statisticsDeviation = (values: ArrayLike<number>, expected: ArrayStatistics): number => {
  const found = statisticsOf(values);
  return Math.max(
    ...(['mean', 'std', 'min', 'max'] as const).map((key) => Math.abs(found[key] - expected[key])),
    Math.abs(found.sum_abs - expected.sum_abs) / values.length,
  );
};

/** Every `step`-th row and column of a stack [slices, rows, columns], slices innermost as the goldens store them. */
export const subsampledSlicesLast = (
  pixels: ArrayLike<number>,
  [slices, rows, columns]: readonly [number, number, number],
  step: number,
): Float32Array => {
  const [keptRows, keptColumns] = [Math.ceil(rows / step), Math.ceil(columns / step)];
  const kept = new Float32Array(keptRows * keptColumns * slices);
  for (let row = 0; row < keptRows; row++)
    for (let column = 0; column < keptColumns; column++)
      for (let slice = 0; slice < slices; slice++)
        kept[(row * keptColumns + column) * slices + slice] =
          pixels[(slice * rows + row * step) * columns + column * step]!;
  return kept;
};

/** Indices of the slices of a stack that have one value everywhere. */
export const constantSlices = (
  pixels: Float32Array,
  [slices, rows, columns]: readonly [number, number, number],
): readonly number[] =>
  Array.from({ length: slices }, (_, slice) => slice).filter((slice) => {
    const plane = pixels.subarray(slice * rows * columns, (slice + 1) * rows * columns);
    return plane.every((value) => value === plane[0]);
  });
