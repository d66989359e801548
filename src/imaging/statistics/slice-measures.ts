import type { ImageMeasures } from '../../domain/image-statistics.ts';
import { quantile } from '../../domain/quantile.ts';

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
const innerPixels = ({ rows, columns }: MeasuredSlice): readonly number[] => {
  const step = Math.max(1, Math.ceil(Math.sqrt((rows * columns) / MAX_PIXELS)));
  const offsets: number[] = [];
  for (let row = 2; row < rows - 2; row += step)
    for (let column = 2; column < columns - 2; column += step) offsets.push(row * columns + column);
  return offsets;
};

/** Energy of differences between neighbours, and between pixels two apart. */
const differenceEnergies = ({ columns, pixels }: MeasuredSlice, offsets: readonly number[]): [number, number] => {
  let [near, far] = [0, 0];
  for (const at of offsets)
    for (const step of [1, columns]) {
      near += (pixels[at + step]! - pixels[at]!) ** 2;
      far += (pixels[at + 2 * step]! - pixels[at]!) ** 2;
    }
  return [near, far];
};

const laplacianAt = ({ columns, pixels }: MeasuredSlice, at: number): number =>
  4 * pixels[at]! - pixels[at - 1]! - pixels[at + 1]! - pixels[at - columns]! - pixels[at + columns]!;

const ascending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

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
  const values = ascending(chosen.flatMap(({ slice, offsets }) => offsets.map((at) => slice.pixels[at]!)));
  const top = quantile(values, 0.99);
  if (!(top > 0)) return {};
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantile(values, share)) as [number, number, number];
  const laplacians = chosen.flatMap(({ slice, offsets }) =>
    offsets.filter((at) => slice.pixels[at]! > median).map((at) => Math.abs(laplacianAt(slice, at))),
  );
  let [near, far] = [0, 0];
  for (const { slice, offsets } of chosen) {
    const [nearHere, farHere] = differenceEnergies(slice, offsets);
    near += nearHere;
    far += farHere;
  }
  if (laplacians.length === 0 || far === 0) return {};
  const noise = (MEDIAN_TO_DEVIATION * quantile(ascending(laplacians), 0.5)) / LAPLACIAN_DEVIATION;
  return {
    dark: lower / top,
    middle: median / top,
    bright: upper / top,
    ...(upper + lower > 0 && { contrast: (upper - lower) / (upper + lower) }),
    noise: noise / top,
    sharpness: near / far,
  };
};
