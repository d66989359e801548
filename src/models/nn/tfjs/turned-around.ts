import * as tf from '@tensorflow/tfjs-core';

/** The entries of axis 0 in an order. WebAssembly gathers and reverses value by value, but cuts and joins whole rows. */
export const reordered = (x: tf.Tensor, order: readonly number[]): tf.Tensor => {
  const [count = 1, ...rest] = x.shape;
  const width = x.size / count;
  const rows = tf.reshape(x, [count, width]);
  const joined = tf.concat(
    order.map((index) => tf.slice(rows, [index, 0], [1, width])),
    0,
  );
  return tf.reshape(joined, [order.length, ...rest]);
};

/** A filter [rows, columns, ...] turned by 180 degrees. */
export const turnedAround = (filter: tf.Tensor): tf.Tensor => {
  const [rows = 1, columns = 1, ...rest] = filter.shape;
  const taps = rows * columns;
  if (taps === 1) return filter;
  const flat = tf.reshape(filter, [taps, ...rest]);
  const backward = Array.from({ length: taps }, (_, index) => taps - 1 - index);
  return tf.reshape(reordered(flat, backward), filter.shape);
};
