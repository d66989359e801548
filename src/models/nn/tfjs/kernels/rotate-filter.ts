import * as tf from '@tensorflow/tfjs-core';
import { inOrder } from '../../axis-order.ts';
import { permutationMatrix } from '../../square-matrices.ts';
import { productOf } from './product-of.ts';

/**
 * Permutes the entries of axis 0. On WebAssembly as a matrix product, which is 5 times faster than gather, reverse or slice. (Its preparation is
 * cached as long as the right operand lives, so a copy is used.)
 */
export const reordered = (x: tf.Tensor, order: readonly number[]): tf.Tensor => {
  if (tf.getBackend() !== 'wasm') return tf.gather(x, tf.tensor1d([...order], 'int32'));
  return tf.tidy(() => {
    const rows = tf.reshape(tf.mul(x, 1), [order.length, x.size / order.length]);
    const permutation = tf.tensor2d(permutationMatrix(order), [order.length, order.length]);
    return tf.reshape(productOf(permutation, rows), x.shape);
  });
};

/** Rotates a filter [rows, columns, ...] by 180 degrees. */
export const rotateFilter = (filter: tf.Tensor): tf.Tensor => {
  const [rows = 1, columns = 1, ...rest] = filter.shape;
  const taps = rows * columns;
  if (taps === 1) return filter;
  return tf.reshape(reordered(tf.reshape(filter, [taps, ...rest]), inOrder(taps).toReversed()), filter.shape);
};
