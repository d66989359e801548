import * as tf from '@tensorflow/tfjs-core';
import { columnSums, nearRoot } from './column-sums.ts';

/** Sums in two stages, since one float32 sum over millions of elements would lose its last digits. */
const squaredNorm = (x: tf.Tensor): tf.Tensor => {
  const rows = nearRoot(x.size);
  const squares = tf.reshape(tf.square(x), [rows, x.size / rows]);
  return tf.reshape(tf.sum(columnSums(squares)), [1]);
};

/** The sum of squares of each tensor, [count]. */
export const squaredNorms = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tf.tidy(() => tf.concat(tensors.map((tensor) => tf.tidy(() => squaredNorm(tensor)))));
