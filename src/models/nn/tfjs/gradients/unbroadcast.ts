import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../../../../domain/image.ts';
import { channelSums } from '../kernels/column-sums.ts';

/** Sums over the axes along which an input of that shape was broadcast. */
export const unbroadcast = (dy: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const lead = dy.rank - shape.length;
  const stretched = dy.shape.map((size, axis) => size !== 1 && (axis < lead || shape[axis - lead] === 1));
  if (!stretched.includes(true)) return tf.reshape(dy, [...shape]);
  const channels = dy.shape.at(-1)!;
  const allButLast = channels > 1 && !stretched.at(-1) && channels === elementCount(shape);
  if (allButLast) return tf.reshape(channelSums(dy), [...shape]);
  const axes = stretched.flatMap((is, axis) => (is ? [axis] : []));
  return tf.reshape(tf.sum(dy, axes), [...shape]);
};
