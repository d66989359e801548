import * as tf from '@tensorflow/tfjs-core';
import { asMap } from './tensor-ranks.ts';

/** The largest divisor of an integer up to its square root. */
const nearRoot = (whole: number): number => {
  let divisor = Math.floor(Math.sqrt(whole));
  while (whole % divisor !== 0) divisor--;
  return divisor;
};

/** Means over rows, then over columns, of one map [1, rows, columns, channels]. */
const pooled = (map: tf.Tensor): tf.Tensor => {
  const [, rows = 1, columns = 1] = map.shape;
  const narrow = columns === 1 ? asMap(map) : tf.avgPool(asMap(map), [1, columns], 1, 'valid');
  return rows === 1 ? narrow : tf.avgPool(narrow, [rows, 1], 1, 'valid');
};

/**
 * Sums over rows: [rows, columns] to [columns], in two stages: over thousands of rows, one running float32 sum would lose digits (3 to 18 times the
 * error with native TensorFlow, at equal speed). On WebAssembly by average pooling, which is 15 times faster than its sum.
 */
export const columnSums = (x: tf.Tensor): tf.Tensor => {
  const [rows = 0, columns = 0] = x.shape;
  return tf.tidy(() => {
    const parts = nearRoot(rows);
    if (tf.getBackend() !== 'wasm') return tf.sum(tf.sum(tf.reshape(x, [parts, rows / parts, columns]), 1), 0);
    const means = pooled(tf.reshape(x, [1, parts, rows / parts, columns]));
    return tf.mul(tf.reshape(means, [columns]), rows);
  });
};

/** Sums over all axes but the last: [..., channels] to [channels]. */
export const channelSums = (x: tf.Tensor): tf.Tensor => {
  const channels = x.shape.at(-1)!;
  return tf.tidy(() => columnSums(tf.reshape(x, [x.size / channels, channels])));
};

/** Sums in two stages, since one float32 sum over millions of elements would lose its last digits. */
const squaredNorm = (x: tf.Tensor): tf.Tensor => {
  const rows = nearRoot(x.size);
  const squares = tf.reshape(tf.square(x), [rows, x.size / rows]);
  return tf.reshape(tf.sum(columnSums(squares)), [1]);
};

/** The sum of squares of each tensor, [count]. */
export const squaredNorms = (tensors: readonly tf.Tensor[]): tf.Tensor =>
  tf.tidy(() => tf.concat(tensors.map((tensor) => tf.tidy(() => squaredNorm(tensor)))));
