import type { Peak } from './peak.ts';
import type { ImageSize } from './resize.ts';

/**
 * How far a heatmap spreads about its peak: the root mean square distance from it of all that is at least half as high, each element counted by
 * its height, as a share of the map's sides. A Gaussian of the usual width (10 px of 512) has 0.015; one with a second peak of its height a level away, 0.05 and more.
 * Undefined where the peak is not above zero.
 * @param map  [rows, columns]
 */
export const spreadOf = (map: ArrayLike<number>, { rows, columns }: ImageSize, peak: Peak): number | undefined => {
  const half = peak.value / 2;
  if (half <= 0) return undefined;
  let [weight, sum] = [0, 0];
  for (let index = 0; index < map.length; index++) {
    const value = map[index]!;
    if (value < half) continue;
    const down = (Math.floor(index / columns) - peak.row) / rows;
    const across = ((index % columns) - peak.column) / columns;
    weight += value;
    sum += value * (down * down + across * across);
  }
  return Math.sqrt(sum / weight);
};
