import * as tf from '@tensorflow/tfjs-core';

/** The part of a size that begins somewhere; the tensor itself where that is all of it. */
export const sliceOf = (x: tf.Tensor, begin: readonly number[], size: readonly number[]): tf.Tensor =>
  size.every((length, axis) => length === x.shape[axis]) ? x : tf.slice(x, [...begin], [...size]);
