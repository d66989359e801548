import * as tf from '@tensorflow/tfjs-core';

/** Columns per block when a tall matrix is transposed on WebAssembly, whose plain kernel misses the cache at every step. */
const STRIP = 16;
const TALL_ROWS = 64;

const isSwapOfLast = (order: readonly number[]): boolean => {
  const last = order.length - 1;
  const leading = order.slice(0, -2).every((axis, index) => axis === index);
  return last >= 1 && leading && order[last] === last - 1 && order[last - 1] === last;
};

/** [..., rows, columns] to [..., columns, rows]. */
const matricesTransposed = (x: tf.Tensor): tf.Tensor => {
  const leading = x.shape.slice(0, -2);
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  const strips = tf.reshape(x, [x.size / (rows * columns), rows, columns / STRIP, STRIP]);
  return tf.reshape(tf.transpose(strips, [0, 2, 3, 1]), [...leading, columns, rows]);
};

/** Axis `i` of the result is axis `order[i]` of x. Copies nothing if only axes of size 1 move. */
export const transposed = (x: tf.Tensor, order: readonly number[]): tf.Tensor => {
  const moving = order.filter((axis) => x.shape[axis] !== 1);
  const shape = order.map((axis) => x.shape[axis]!);
  if (moving.every((axis, index) => index === 0 || axis > moving[index - 1]!)) return tf.reshape(x, shape);
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  const inStrips = tf.getBackend() === 'wasm' && rows >= TALL_ROWS && columns % STRIP === 0;
  return inStrips && isSwapOfLast(order) ? matricesTransposed(x) : tf.transpose(x, [...order]);
};
