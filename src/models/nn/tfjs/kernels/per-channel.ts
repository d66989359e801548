import * as tf from '@tensorflow/tfjs-core';

/** x * scale + shift, both of the last axis' size. On WebAssembly 6 times faster than `tf.batchNorm`. */
export const perChannel = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor =>
  tf.add(tf.mul(x, scale), shift);
