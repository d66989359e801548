import type { Tensor } from '../../domain/image.ts';
import { mirroredSite, type Reversal } from '../../domain/mirror.ts';
import { nameOfSite, type Site } from '../../domain/site.ts';
import { mirroredStack, warpedImage } from '../../imaging/index.ts';
import { turnOf } from './viewed-stack.ts';
import type { View } from './views.ts';

/** For each channel, the one that corresponds to it in the mirror. */
export const mirroredOrder = (sites: readonly Site[]): readonly number[] =>
  sites.map((site) => sites.findIndex((other) => nameOfSite(other) === nameOfSite(mirroredSite(site))));

/**
 * Maps heatmaps of a view back to the stack: reverses the rotation, then the mirroring.
 * @param maps   [1, channels, rows, columns]
 * @param order  of the channels in the mirror; undefined if they stay
 */
export const broughtBack = (
  maps: Tensor,
  view: View,
  { reversal, order }: { readonly reversal: Reversal; readonly order: readonly number[] | undefined },
): Tensor => {
  const { shape, data } = maps;
  const [, channels = 1, rows = 1, columns = 1] = shape;
  const size = { rows, columns };
  const plane = rows * columns;
  const upright = view.rotateDeg === 0 ? data : warpedImage(data, size, turnOf({ rotateDeg: -view.rotateDeg }, size));
  const back = mirroredStack(upright, [channels, rows, columns], { slices: false, columns: reversal.columns });
  if (order === undefined) return { shape, data: back };
  const ordered = new Float32Array(back.length);
  for (const [channel, from] of order.entries())
    ordered.set(back.subarray(from * plane, (from + 1) * plane), channel * plane);
  return { shape, data: ordered };
};
