import { heatmapNotANumber, pixelCountWrong, sizeNotPositive } from './errors.ts';
import type { PointNorm } from './heatmap.ts';
import { type Kernels, kernelsWith } from './kernels/wasm-memory.ts';
import type { ImageSize } from './resize.ts';

/** The highest point of a heatmap: in pixels, and as a share of the map's size without half-pixel offset. */
export interface Peak extends PointNorm {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The kernels with a map at the beginning of their memory, until they are asked for again. */
const withMap = (map: ArrayLike<number>): Kernels => {
  const kernels = kernelsWith(4 * map.length);
  new Float32Array(kernels.memory.buffer, 0, map.length).set(map);
  return kernels;
};

/** The first of the greatest elements; or, where there is a NaN, the first of those. */
const scan = (kernels: Kernels, map: ArrayLike<number>): { readonly index: number; readonly spoilt: boolean } => {
  const index = kernels.firstMaximum(0, map.length);
  return { index, spoilt: Number.isNaN(map[index]) };
};

/**
 * Index of the first of the greatest elements.
 * An empty map gives 0. Throws HEATMAP_NAN where any element is NaN: such a map has no peak, and any index would only
 * look like one.
 */
export const argMax = (map: ArrayLike<number>): number => {
  const { index, spoilt } = scan(withMap(map), map);
  if (spoilt) throw heatmapNotANumber(`element ${index}`);
  return index;
};

const checkMap = (map: ArrayLike<number>, size: ImageSize): void => {
  if (map.length === 0) throw sizeNotPositive(size, 'a heatmap');
  if (map.length !== size.rows * size.columns) throw pixelCountWrong(map.length, size, 'a heatmap');
};

/** As `peakOf`, where the kernels have the map already. */
const peakIn = (kernels: Kernels, map: ArrayLike<number>, { rows, columns }: ImageSize): Peak => {
  const { index, spoilt } = scan(kernels, map);
  const row = Math.floor(index / columns);
  const column = index % columns;
  if (spoilt) throw heatmapNotANumber(`row ${row}, column ${column}`);
  return { row, column, value: map[index]!, xNorm: column / columns, yNorm: row / rows };
};

/**
 * Returns the first maximum of a heatmap in row-major order.
 * @param map   [rows, columns]
 * @returns     its pixel and height, and the point as a share of the map: `xNorm = column / columns`, `yNorm = row / rows`
 * @throws HEATMAP_NAN, or PIXEL_COUNT where the map is not of that size
 *
 * @example
 * import { peakOf } from 'spinestream/imaging';
 *
 * peakOf([0, 0.2, 0.9, 0.1], { rows: 2, columns: 2 }); // { row: 1, column: 0, value: 0.9, xNorm: 0, yNorm: 0.5 }
 */
export const peakOf = (map: ArrayLike<number>, size: ImageSize): Peak => {
  checkMap(map, size);
  return peakIn(withMap(map), map, size);
};

export interface SpreadPeak extends Peak {
  /**
   * How far the heatmap spreads about its peak: the root mean square distance from it of all that is at least half as high, each element
   * counted by its height, as a share of the map's sides. A Gaussian of the usual width (10 px of 512) has 0.015; one with a second peak of
   * its height a level away, 0.05 and more. Undefined where the peak is not above zero.
   */
  readonly spread: number | undefined;
}

/** The peak of a heatmap and how far the map spreads about it. Throws as `peakOf` does. */
export const spreadPeakOf = (map: ArrayLike<number>, size: ImageSize): SpreadPeak => {
  checkMap(map, size);
  const kernels = withMap(map);
  const peak = peakIn(kernels, map, size);
  const { row, column, value } = peak;
  if (!(value > 0)) return { ...peak, spread: undefined };
  return { ...peak, spread: kernels.spread(0, size.rows, size.columns, value / 2, row, column) };
};
