import * as tf from '@tensorflow/tfjs-core';
import type { ResizeOptions } from '../../ops.ts';
import { withGradient } from '../gradients/with-gradient.ts';
import { broadcastTo } from './broadcast.ts';
import { productOf } from './product-of.ts';
import { asMap } from './tensor-ranks.ts';

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
}

/** Source position of an entry of the result. */
const sourcePosition = (index: number, { from, to, alignCorners }: Axis): number => {
  if (alignCorners) return to === 1 ? 0 : (index * (from - 1)) / (to - 1);
  return Math.max(0, ((index + 0.5) * from) / to - 0.5);
};

/** Weight of each source entry in each result entry, [from, to] row-major. */
const interpolationWeights = (axis: Axis): Float32Array => {
  const { from, to } = axis;
  const weights = new Float32Array(from * to);
  for (let index = 0; index < to; index++) {
    const position = sourcePosition(index, axis);
    const low = Math.min(Math.floor(position), from - 1);
    const high = Math.min(low + 1, from - 1);
    weights[low * to + index]! += 1 - (position - low);
    weights[high * to + index]! += position - low;
  }
  return weights;
};

/** [before, to, after] to [before, from, after]: passes each result entry back to its source entries. */
const givenBack = (dy: tf.Tensor, axis: Axis): tf.Tensor => {
  const { from, to } = axis;
  const [before = 1, , after = 1] = dy.shape;
  const weights = broadcastTo(tf.tensor3d(interpolationWeights(axis), [1, from, to]), [before, from, to]);
  return tf.reshape(productOf(weights, dy), [before, from, after]);
};

/**
 * Bilinear, x [n, rows, columns, channels]. The gradient is that of the interpolation as two matrix products, since TensorFlow.js always uses the one
 * for aligned corners.
 */
export const resizedBilinear = (x: tf.Tensor, { rows, columns, alignCorners }: ResizeOptions): tf.Tensor => {
  const [n = 1, high = 1, wide = 1, channels = 1] = x.shape;
  return withGradient([x], {
    forward: () => tf.image.resizeBilinear(asMap(x), [rows, columns], alignCorners, !alignCorners),
    gradients: (dy) => {
      const alongRows = { from: high, to: rows, alignCorners };
      const low = givenBack(tf.reshape(dy, [n, rows, columns * channels]), alongRows);
      const alongColumns = { from: wide, to: columns, alignCorners };
      const narrow = givenBack(tf.reshape(low, [n * high, columns, channels]), alongColumns);
      return [tf.reshape(narrow, [n, high, wide, channels])];
    },
  });
};
