import * as tf from '@tensorflow/tfjs-core';

/** Columns that the WebAssembly kernel walks together when a tall matrix is cut; its plain walk misses the cache at every step. */
const STRIP = 16;
const TALL_ROWS = 256;

const matrixTransposed = (x: tf.Tensor): tf.Tensor => {
  const [rows = 0, columns = 0] = x.shape;
  if (tf.getBackend() !== 'wasm' || rows < TALL_ROWS || columns % STRIP !== 0) return tf.transpose(x, [1, 0]);
  const strips = tf.reshape(x, [rows, columns / STRIP, STRIP]);
  return tf.reshape(tf.transpose(strips, [1, 2, 0]), [columns, rows]);
};

/** Axis `i` of the result is axis `order[i]` of x. Where only axes of size 1 move, nothing is copied. */
export const transposed = (x: tf.Tensor, order: readonly number[]): tf.Tensor => {
  const moving = order.filter((axis) => x.shape[axis] !== 1);
  if (moving.every((axis, index) => index === 0 || axis > moving[index - 1]!))
    return tf.reshape(
      x,
      order.map((axis) => x.shape[axis]!),
    );
  if (x.rank === 2) return matrixTransposed(x);
  return tf.transpose(x, [...order]);
};
