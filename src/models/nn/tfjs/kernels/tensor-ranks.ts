import type * as tf from '@tensorflow/tfjs-core';

/** Rank assertions: TensorFlow.js types operations by rank, which interpreters know from the shape rules. */
const wrongRank = (x: tf.Tensor, rank: number): Error => new Error(`a tensor [${x.shape}] is not of rank ${rank}`);

const isMap = (x: tf.Tensor): x is tf.Tensor4D => x.rank === 4;
const isVector = (x: tf.Tensor): x is tf.Tensor1D => x.rank === 1;

/** [n, rows, columns, channels], or a convolution's weight. */
export const asMap = (x: tf.Tensor): tf.Tensor4D => {
  if (isMap(x)) return x;
  throw wrongRank(x, 4);
};

export const asVector = (x: tf.Tensor): tf.Tensor1D => {
  if (isVector(x)) return x;
  throw wrongRank(x, 1);
};
