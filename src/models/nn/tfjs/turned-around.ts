import * as tf from '@tensorflow/tfjs-core';

/** The entries of axis 0 in an order. */
export const reordered = (x: tf.Tensor, order: readonly number[]): tf.Tensor =>
  tf.gather(x, tf.tensor1d([...order], 'int32'));

/** A filter [rows, columns, ...] turned by 180 degrees. WebAssembly reverses axes value by value, but copies entries whole. */
export const turnedAround = (filter: tf.Tensor): tf.Tensor => {
  const [rows = 1, columns = 1, ...rest] = filter.shape;
  const taps = rows * columns;
  if (taps === 1) return filter;
  const flat = tf.reshape(filter, [taps, ...rest]);
  const backward = Array.from({ length: taps }, (_, index) => taps - 1 - index);
  return tf.reshape(reordered(flat, backward), filter.shape);
};
