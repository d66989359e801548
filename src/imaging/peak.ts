import { heatmapNotANumber, pixelCountWrong, sizeNotPositive } from './errors.ts';
import type { PointNorm } from './heatmap.ts';
import { type Kernels, kernelsWith } from './kernels/wasm-memory.ts';
import type { ImageSize } from './resize.ts';

/** The highest point of a heatmap: in pixels, and as a share of the map's size without a half-pixel offset. */
export interface Peak extends PointNorm {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The kernels with a map at the start of their memory, valid until their next use. */
const withMap = (map: ArrayLike<number>): Kernels => {
  const kernels = kernelsWith(4 * map.length);
  new Float32Array(kernels.memory.buffer, 0, map.length).set(map);
  return kernels;
};

/** Index of the first maximum, or of the first NaN if there is one. */
const scan = (kernels: Kernels, map: ArrayLike<number>): { readonly index: number; readonly spoilt: boolean } => {
  const index = kernels.firstMaximum(0, map.length);
  return { index, spoilt: Number.isNaN(map[index]) };
};

/** Index of the first maximum; 0 for an empty map. Throws HEATMAP_NAN if any element is NaN, since such a map has no peak. */
export const argMax = (map: ArrayLike<number>): number => {
  const { index, spoilt } = scan(withMap(map), map);
  if (spoilt) throw heatmapNotANumber(`element ${index}`);
  return index;
};

const checkMap = (map: ArrayLike<number>, size: ImageSize): void => {
  if (map.length === 0) throw sizeNotPositive(size, 'a heatmap');
  if (map.length !== size.rows * size.columns) throw pixelCountWrong(map.length, size, 'a heatmap');
};

/** Like `peakOf`, if the kernels already hold the map. */
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
 * @throws HEATMAP_NAN, or PIXEL_COUNT if the map does not have that size
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
   * Spread of a heatmap about its peak: the root mean square distance of all elements at least half as high, weighted by height, as a
   * share of the map's sides. A Gaussian of the usual width (10 px of 512) has 0.015; one with an equally high second peak a level away, 0.05 and
   * more. Undefined unless the peak is above zero.
   */
  readonly spread: number | undefined;
}

/** Returns the peak of a heatmap and the spread about it. Throws like `peakOf`. */
export const spreadPeakOf = (map: ArrayLike<number>, size: ImageSize): SpreadPeak => {
  checkMap(map, size);
  const kernels = withMap(map);
  const peak = peakIn(kernels, map, size);
  const { row, column, value } = peak;
  if (!(value > 0)) return { ...peak, spread: undefined };
  return { ...peak, spread: kernels.spread(0, size.rows, size.columns, value / 2, row, column) };
};
