import type { Tensor } from '../../domain/image.ts';
import { peakOf } from '../../imaging/index.ts';

/** A target's map is 1 at a labelled point, and 0 everywhere without labels. */
const LABELLED = 0.5;

/**
 * Peak heights of the heatmaps with a labelled point.
 * @param heatmaps  [samples, channels, rows, columns]
 * @param target    of the same shape
 */
export const labelledPeaks = (heatmaps: Tensor, target: Tensor): readonly number[] => {
  const [samples = 0, channels = 0, rows = 0, columns = 0] = heatmaps.shape;
  const size = rows * columns;
  const heightIn = ({ data }: Tensor, map: number): number =>
    peakOf(data.subarray(map * size, (map + 1) * size), { rows, columns }).value;
  return Array.from({ length: samples * channels }, (_, map) => map)
    .filter((map) => heightIn(target, map) > LABELLED)
    .map((map) => heightIn(heatmaps, map));
};
