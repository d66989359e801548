import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from '../gradients/with-gradient.ts';
import { productOf } from './product-of.ts';

/** One-hot matrix, [size, indices]. */
const oneHot = (indices: readonly number[], size: number): tf.Tensor => {
  const values = new Float32Array(size * indices.length);
  for (const [column, index] of indices.entries()) values[index * indices.length + column] = 1;
  return tf.tensor2d(values, [size, indices.length]);
};

/** Selects entries of axis 0 by index. As a matrix product, since WebAssembly lacks the segment sum that the gradient needs. */
export const gathered = (x: tf.Tensor, indices: readonly number[]): tf.Tensor => {
  const [size = 1] = x.shape;
  const width = x.size / size;
  return withGradient([x], {
    forward: () => tf.gather(x, tf.tensor1d([...indices], 'int32')),
    gradients: (dy) => {
      const rows = tf.reshape(dy, [indices.length, width]);
      return [tf.reshape(productOf(oneHot(indices, size), rows), x.shape)];
    },
  });
};
