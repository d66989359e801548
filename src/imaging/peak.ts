import { heatmapNotANumber, pixelCountWrong, sizeNotPositive } from './errors.ts';
import type { PointNorm } from './heatmap.ts';
import { kernelsWith } from './kernels/wasm-memory.ts';
import type { ImageSize } from './resize.ts';

/** The highest point of a heatmap: in pixels, and as a share of the map's size without half-pixel offset. */
export interface Peak extends PointNorm {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

/** The first of the greatest elements; or, where there is a NaN, the first of those. */
const scan = (map: ArrayLike<number>): { readonly index: number; readonly spoilt: boolean } => {
  const kernels = kernelsWith(4 * map.length);
  new Float32Array(kernels.memory.buffer, 0, map.length).set(map);
  const index = kernels.firstMaximum(0, map.length);
  return { index, spoilt: Number.isNaN(map[index]) };
};

/**
 * Index of the first of the greatest elements.
 * An empty map gives 0. Throws HEATMAP_NAN where any element is NaN: such a map has no peak, and any index would only
 * look like one.
 */
export const argMax = (map: ArrayLike<number>): number => {
  const { index, spoilt } = scan(map);
  if (spoilt) throw heatmapNotANumber(`element ${index}`);
  return index;
};

/**
 * The first maximum of a heatmap in row-major order.
 * @param map   [rows, columns]
 * @returns     `xNorm = column / columns`, `yNorm = row / rows`
 * Throws HEATMAP_NAN, or PIXEL_COUNT where the map is not of the size.
 */
export const peakOf = (map: ArrayLike<number>, size: ImageSize): Peak => {
  const { rows, columns } = size;
  if (map.length === 0) throw sizeNotPositive(size, 'a heatmap');
  if (map.length !== rows * columns) throw pixelCountWrong(map.length, size, 'a heatmap');
  const { index, spoilt } = scan(map);
  const row = Math.floor(index / columns);
  const column = index % columns;
  if (spoilt) throw heatmapNotANumber(`row ${row}, column ${column}`);
  return { row, column, value: map[index]!, xNorm: column / columns, yNorm: row / rows };
};
