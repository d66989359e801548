import { joinedFloats } from '../../domain/image.ts';

/**
 * A normal distribution of feature vectors by probabilistic PCA (Tipping and Bishop 1999): the directions of greatest
 * variance, and one variance in all others. Its covariance is V diag(v - r) V' + r I, which can be inverted however few
 * vectors there are.
 */
export interface FeatureSpace {
  readonly mean: Float32Array;
  /** Orthonormal directions V, by descending variance. */
  readonly directions: readonly Float32Array[];
  /** Variance along each direction, v. */
  readonly variances: readonly number[];
  /** Variance in the other dimensions, r. */
  readonly remainder: number;
}

/** Vectors of one length, one after the other. */
export interface FeatureVectors {
  readonly features: number;
  readonly data: Float32Array;
}

/** All vectors in one list. @param parts  at least one */
export const joinedVectors = (parts: readonly FeatureVectors[]): FeatureVectors => ({
  features: parts[0]!.features,
  data: joinedFloats(parts.map(({ data }) => data)),
});

/** Power iterations for a direction; two that are still mixed have almost the same variance, which changes no distance. */
const MOST_ITERATIONS = 100;
/** 1 - cosine between the directions of two iterations at which they count as equal. */
const CONVERGED = 1e-14;
/** Variances below this share of the mean variance, or below this value, count as that: no feature is compared exactly. */
const LEAST = { share: 1e-6, value: 1e-12 };

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

const add = (to: Float64Array, vector: ArrayLike<number>, factor: number): void => {
  for (let i = 0; i < to.length; i++) to[i]! += factor * vector[i]!;
};

const rowsOf = ({ features, data }: FeatureVectors): readonly Float32Array[] =>
  Array.from({ length: data.length / features }, (_, row) => data.subarray(row * features, (row + 1) * features));

const meanOf = (rows: readonly Float32Array[], features: number): Float64Array => {
  const mean = new Float64Array(features);
  for (const row of rows) add(mean, row, 1 / rows.length);
  return mean;
};

/** Removes the parts along unit vectors, and scales the rest to length 1. @returns its length before */
const orthonormalise = (vector: Float64Array, to: readonly Float64Array[]): number => {
  for (const other of to) add(vector, other, -dot(vector, other));
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return length;
};

/** The covariance times a vector, from centred rows. */
const timesCovariance = (rows: readonly Float64Array[], vector: Float64Array): Float64Array => {
  const product = new Float64Array(vector.length);
  for (const row of rows) add(product, row, dot(row, vector) / rows.length);
  return product;
};

/** The direction of greatest variance orthogonal to earlier ones, by power iteration; undefined without variance. */
const nextDirection = (
  rows: readonly Float64Array[],
  earlier: readonly Float64Array[],
): { readonly direction: Float64Array; readonly variance: number } | undefined => {
  const longest = rows.reduce((best, row) => (remaining(row, earlier) > remaining(best, earlier) ? row : best));
  let direction: Float64Array = Float64Array.from(longest);
  if (orthonormalise(direction, earlier) === 0) return undefined;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const next = timesCovariance(rows, direction);
    if (orthonormalise(next, earlier) === 0) break;
    const change = 1 - Math.abs(dot(next, direction));
    direction = next;
    if (change < CONVERGED) break;
  }
  return { direction, variance: dot(direction, timesCovariance(rows, direction)) };
};

/** Squared length orthogonal to unit vectors. */
const remaining = (row: Float64Array, earlier: readonly Float64Array[]): number =>
  dot(row, row) - earlier.reduce((sum, one) => sum + dot(row, one) ** 2, 0);

/**
 * Fits the distribution of some vectors.
 * @param directions  number of directions with a variance of their own, at most; fewer than the dimensions and vectors
 */
export const fitFeatureSpace = (vectors: FeatureVectors, directions: number): FeatureSpace => {
  const { features } = vectors;
  const given = rowsOf(vectors);
  const mean = meanOf(given, features);
  const rows = given.map((row) => Float64Array.from(row, (value, i) => value - mean[i]!));
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0) / rows.length;
  const least = Math.max((LEAST.share * total) / features, LEAST.value);
  const found: { readonly direction: Float64Array; readonly variance: number }[] = [];
  while (found.length < Math.min(directions, features - 1, rows.length - 1)) {
    const next = nextDirection(
      rows,
      found.map(({ direction }) => direction),
    );
    if (next === undefined || next.variance <= least) break;
    found.push(next);
  }
  found.sort((a, b) => b.variance - a.variance);
  const rest = total - found.reduce((sum, { variance }) => sum + variance, 0);
  return {
    mean: Float32Array.from(mean),
    directions: found.map(({ direction }) => Float32Array.from(direction)),
    variances: found.map(({ variance }) => variance),
    remainder: Math.max(rest / (features - found.length), least),
  };
};

/** Squared Mahalanobis distance of a vector from the mean. */
const squaredDistance = ({ mean, directions, variances, remainder }: FeatureSpace, vector: Float32Array): number => {
  const centred = Float64Array.from(vector, (value, i) => value - mean[i]!);
  const along = directions.map((direction) => dot(centred, direction));
  const rest = dot(centred, centred) - along.reduce((sum, value) => sum + value ** 2, 0);
  return along.reduce((sum, value, index) => sum + value ** 2 / variances[index]!, Math.max(0, rest) / remainder);
};

/**
 * Returns the distance of vectors from a distribution: the mean of their Mahalanobis distances, divided by the square
 * root of the number of features. It is about 1 for vectors from the distribution.
 */
export const featureDistance = (space: FeatureSpace, vectors: FeatureVectors): number => {
  const rows = rowsOf(vectors);
  const sum = rows.reduce((total, row) => total + Math.sqrt(squaredDistance(space, row)), 0);
  return sum / rows.length / Math.sqrt(vectors.features);
};
