import * as tf from '@tensorflow/tfjs-core';

/** Broadcasts x to a shape. As a product, since WebAssembly tiles value by value. */
export const broadcastTo = (x: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const same = x.rank === shape.length && x.shape.every((size, axis) => size === shape[axis]);
  return same ? x : tf.mul(x, tf.ones([...shape]));
};
