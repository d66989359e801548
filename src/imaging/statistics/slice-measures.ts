import type { ImageMeasures } from '../../domain/statistics/image-statistics.ts';
import { quantile } from '../../domain/statistics/quantile.ts';

/** Pixels of a slice, row-major, [rows, columns]. */
export interface MeasuredSlice {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: ArrayLike<number>;
}

/** Pixels per slice to measure at most, so that large matrices take no longer. */
const MAX_PIXELS = 8192;

/** Standard deviation of normally distributed noise is the median of its absolute values times this. */
const MEDIAN_TO_DEVIATION = 1.4826;
/** Standard deviation of `4 x - left - right - up - down` of independent noise with standard deviation 1. */
const LAPLACIAN_DEVIATION = Math.sqrt(20);

/** Offsets of evenly chosen inner pixels, at least two from each edge. */
const innerPixels = ({ rows, columns }: MeasuredSlice): Int32Array => {
  const step = Math.max(1, Math.ceil(Math.sqrt((rows * columns) / MAX_PIXELS)));
  const along = (length: number) => Math.max(0, Math.ceil((length - 4) / step));
  const [down, across] = [along(rows), along(columns)];
  const offsets = new Int32Array(down * across);
  for (let row = 0, i = 0; row < down; row++)
    for (let column = 0; column < across; column++, i++) offsets[i] = (2 + row * step) * columns + 2 + column * step;
  return offsets;
};

interface Chosen {
  readonly slice: MeasuredSlice;
  readonly offsets: Int32Array;
}

const sortedValues = (chosen: readonly Chosen[]): Float64Array => {
  const values = new Float64Array(chosen.reduce((sum, { offsets }) => sum + offsets.length, 0));
  let count = 0;
  for (const { slice, offsets } of chosen)
    for (let i = 0; i < offsets.length; i++) values[count++] = slice.pixels[offsets[i]!]!;
  return values.sort();
};

/** Absolute Laplacians of the pixels above a value, ascending. */
const sortedLaplacians = (chosen: readonly Chosen[], above: number, most: number): Float64Array => {
  const laplacians = new Float64Array(most);
  let count = 0;
  for (const { slice, offsets } of chosen) {
    const { columns, pixels } = slice;
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const value = pixels[at]!;
      if (value <= above) continue;
      const around = pixels[at - 1]! + pixels[at + 1]! + pixels[at - columns]! + pixels[at + columns]!;
      laplacians[count++] = Math.abs(4 * value - around);
    }
  }
  return laplacians.subarray(0, count).sort();
};

/** Energy of differences of neighbours as a share of that of pixels two apart; undefined on uniform images. */
const sharpnessOf = (chosen: readonly Chosen[]): number | undefined => {
  let [near, far] = [0, 0];
  for (const { slice, offsets } of chosen) {
    const { columns, pixels } = slice;
    for (let i = 0; i < offsets.length; i++) {
      const at = offsets[i]!;
      const value = pixels[at]!;
      near += (pixels[at + 1]! - value) ** 2 + (pixels[at + columns]! - value) ** 2;
      far += (pixels[at + 2]! - value) ** 2 + (pixels[at + 2 * columns]! - value) ** 2;
    }
  }
  return far === 0 ? undefined : near / far;
};

/**
 * Measures the grey values of some slices of a series, independent of their scale:
 * - `dark`, `middle`, `bright`: quartiles as shares of the 99th percentile
 * - `contrast`: (upper - lower) / (upper + lower quartile)
 * - `noise`: standard deviation estimated from the Laplacian of pixels above the median, as a share of the 99th percentile
 * - `sharpness`: energy of differences of neighbours as a share of that of pixels two apart; 0.25 for smooth images, 1 for noise
 *
 * Returns no measures of uniform slices.
 */
export const sliceMeasures = (slices: readonly MeasuredSlice[]): ImageMeasures => {
  const chosen = slices.map((slice) => ({ slice, offsets: innerPixels(slice) }));
  const values = sortedValues(chosen);
  const top = quantile(values, 0.99);
  if (!(top > 0)) return {};
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)) as [number, number, number];
  const laplacians = sortedLaplacians(chosen, median, values.length);
  const sharpness = sharpnessOf(chosen);
  if (laplacians.length === 0 || sharpness === undefined) return {};
  const noise = (MEDIAN_TO_DEVIATION * quantile(laplacians, 0.5)) / LAPLACIAN_DEVIATION;
  return {
    dark: lower / top,
    middle: median / top,
    bright: upper / top,
    ...(upper + lower > 0 && { contrast: (upper - lower) / (upper + lower) }),
    noise: noise / top,
    sharpness,
  };
};
