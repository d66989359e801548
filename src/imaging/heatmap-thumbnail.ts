import type { ImageSize } from './resize.ts';
import { resize } from './resize.ts';

/** A small copy of a heatmap, for display. */
export interface HeatmapThumbnail extends ImageSize {
  /** Row-major, [rows, columns]; 255 is `greatest`, 0 is zero or less. */
  readonly values: Uint8Array;
  /** Value that 255 stands for: the greatest averaged value, or 0 if none is positive. */
  readonly greatest: number;
}

/**
 * Downsamples a heatmap by area averaging and scales it to 8 bits, by its own maximum.
 * @param map        [rows, columns]
 * @param maxSidePx  maximum longer side of the copy; a smaller map keeps its size
 * Values are rounded to nearest, halves up. Averaging lowers a narrow peak but keeps its position.
 */
export const heatmapThumbnail = (map: ArrayLike<number>, size: ImageSize, maxSidePx: number): HeatmapThumbnail => {
  const scale = Math.min(1, maxSidePx / Math.max(size.rows, size.columns));
  const small = {
    rows: Math.max(1, Math.round(size.rows * scale)),
    columns: Math.max(1, Math.round(size.columns * scale)),
  };
  const means = resize({ ...size, pixels: map }, small, 'area');
  const greatest = means.reduce((most, value) => Math.max(most, value), 0);
  const values = new Uint8Array(means.length);
  if (greatest > 0)
    for (let i = 0; i < means.length; i++) values[i] = Math.round((255 * Math.max(0, means[i]!)) / greatest);
  return { ...small, values, greatest };
};
