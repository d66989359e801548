import * as tf from '@tensorflow/tfjs-core';

/** Slices a tensor; returns the tensor itself if the slice covers it. */
export const sliceOf = (x: tf.Tensor, begin: readonly number[], size: readonly number[]): tf.Tensor =>
  size.every((length, axis) => length === x.shape[axis]) ? x : tf.slice(x, [...begin], [...size]);
