import * as tf from '@tensorflow/tfjs-core';
import { type AxisResize, transposedInterpolation } from '../../interpolation-matrix.ts';
import type { ResizeOptions } from '../../ops.ts';
import { withGradient } from '../gradients/with-gradient.ts';
import { broadcastTo } from './broadcast.ts';
import { productOf } from './product-of.ts';
import { asMap } from './tensor-ranks.ts';

/** [before, to, after] to [before, from, after]: passes each result entry back to its source entries. */
const givenBack = (dy: tf.Tensor, axis: AxisResize): tf.Tensor => {
  const { from, to } = axis;
  const [before = 1, , after = 1] = dy.shape;
  const weights = broadcastTo(tf.tensor3d(transposedInterpolation(axis), [1, from, to]), [before, from, to]);
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
