import type { ImageSize } from './resize.ts';
import { resize } from './resize.ts';

/** A small copy of a heatmap for people to look at. */
export interface HeatmapThumbnail extends ImageSize {
  /** Row-major, [rows, columns]; 255 is `greatest`, 0 is zero or less. */
  readonly values: Uint8Array;
  /** What 255 stands for: the greatest of the averaged values, 0 where none is positive. */
  readonly greatest: number;
}

/**
 * Averages a heatmap down by covered area and scales it to 8 bits, by its own greatest value.
 * @param map        [rows, columns]
 * @param maxSidePx  of the longer side of the copy; a smaller map keeps its size
 * Values are rounded to the nearest, halves up. A narrow peak loses height in the average; its place stays.
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
