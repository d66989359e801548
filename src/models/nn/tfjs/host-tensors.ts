import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../domain/image.ts';

/** Copies an array into the memory of the active backend. */
export const tensorOf = ({ shape, data }: Tensor): tf.Tensor => tf.tensor(data, [...shape]);

/** Copies a tensor into an array. */
export const inHost = async (tensor: tf.Tensor): Promise<Tensor> => {
  const data = await tensor.data<'float32'>();
  return { shape: tensor.shape, data: data.slice() };
};
