import { outputTooSmall } from './errors.ts';

/** A point as a share of the image's size: `xNorm = column / columns`, `yNorm = row / rows`, without a half-pixel offset. */
export interface PointNorm {
  readonly xNorm: number;
  readonly yNorm: number;
}

export interface HeatmapOptions {
  /** Rows and columns of the map. */
  readonly sizePx: number;
  readonly stdPx: number;
}

/** exp(-(i - centre)^2 / (2 std^2)) for i = 0 .. sizePx - 1. */
const bell = (centre: number, { sizePx, stdPx }: HeatmapOptions): Float64Array =>
  Float64Array.from({ length: sizePx }, (_, i) => Math.exp(-((i - centre) ** 2) / (2 * stdPx * stdPx)));

/** The point in pixels, rounded to float32 as in the reference. */
const centreOf = (norm: number, sizePx: number): number => Math.fround(norm * sizePx);

/** Like `gaussianHeatmap`, written to `out` from `outOffset`. */
export const gaussianHeatmapInto = (
  out: Float32Array,
  outOffset: number,
  point: PointNorm | undefined,
  options: HeatmapOptions,
): void => {
  const { sizePx } = options;
  const needed = sizePx * sizePx;
  if (outOffset < 0 || outOffset + needed > out.length) throw outputTooSmall(out.length, outOffset, needed);
  if (point === undefined || Number.isNaN(point.xNorm) || Number.isNaN(point.yNorm)) {
    out.fill(0, outOffset, outOffset + needed);
    return;
  }
  const across = bell(centreOf(point.xNorm, sizePx), options);
  const down = bell(centreOf(point.yNorm, sizePx), options);
  for (let row = 0, at = outOffset; row < sizePx; row++, at += sizePx) {
    const height = down[row]!;
    for (let column = 0; column < sizePx; column++) out[at + column] = height * across[column]!;
  }
};

/**
 * Returns the target of a keypoint network: a Gaussian of height 1 about a point.
 * @param point    as a share of the map's size; may lie outside it. `undefined`, or NaN in either coordinate, gives a map of zeros
 * @param options  side of the map and standard deviation, in pixels
 * @returns        [sizePx, sizePx], `exp(-((column - x)^2 + (row - y)^2) / (2 stdPx^2))` with `x = xNorm * sizePx`,
 *                 without half-pixel offset
 *
 * @example
 * import { gaussianHeatmap, peakOf } from 'spinestream/imaging';
 *
 * const map = gaussianHeatmap({ xNorm: 0.5, yNorm: 0.25 }, { sizePx: 8, stdPx: 1 });
 * peakOf(map, { rows: 8, columns: 8 }); // { row: 2, column: 4, value: 1, xNorm: 0.5, yNorm: 0.25 }
 */
export const gaussianHeatmap = (point: PointNorm | undefined, options: HeatmapOptions): Float32Array =>
  gaussianHeatmaps([point], options);

/** Stacks one map per point: [points, sizePx, sizePx]. */
export const gaussianHeatmaps = (points: readonly (PointNorm | undefined)[], options: HeatmapOptions): Float32Array => {
  const area = options.sizePx * options.sizePx;
  const out = new Float32Array(points.length * area);
  points.forEach((point, index) => void gaussianHeatmapInto(out, index * area, point, options));
  return out;
};
