/**
 * A quantile of ascending values, interpolated linearly (type 7 of Hyndman and Fan 1996, NumPy's default). NaN without
 * values.
 * @param share  0 to 1
 */
export const quantile = (ascending: ArrayLike<number>, share: number): number => {
  const position = share * (ascending.length - 1);
  const [low, high] = [ascending[Math.floor(position)], ascending[Math.ceil(position)]];
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (position - Math.floor(position));
};

/** The middle one of values in any order, the greater one of two; undefined without values. */
export const middleOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The smallest of ascending values that at least this share of them do not exceed. @param ascending  at least one */
export const nearestRank = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)]!;
