import type { ImageSize } from '../resize.ts';
import { affineMatrix } from './affine.ts';
import { inChannelOrder } from './channel-order.ts';
import { correlated } from './correlate.ts';
import type { Augmentation } from './draw.ts';
import { warpedHeatmaps, warpedImage } from './warp.ts';

/** A training sample: the input stack and, for keypoints, the target heatmaps. */
export interface Sample {
  /** [slices, rows, columns] */
  readonly stack: Float32Array;
  /** [keypoints, rows, columns] */
  readonly heatmaps?: Float32Array | undefined;
}

/** Applies filter, slice order and affine map, in this order. Heatmaps only follow the map. Does not modify the input. */
export const augmented = (
  { stack, heatmaps }: Sample,
  size: ImageSize,
  { filter, channelOrder, turnAndShear }: Augmentation,
): Sample => {
  const filtered = filter === undefined ? stack : correlated(stack, size, filter);
  const ordered = channelOrder === undefined ? filtered : inChannelOrder(filtered, channelOrder);
  const matrix = affineMatrix(turnAndShear, size);
  return {
    stack: warpedImage(ordered, size, matrix),
    heatmaps: heatmaps === undefined ? undefined : warpedHeatmaps(heatmaps, size, matrix),
  };
};
