import * as tf from '@tensorflow/tfjs-core';
import { ownOperation } from '../gradients/own-operation.ts';
import { broadcastTo } from './broadcast.ts';
import { passingProductOf, productOf } from './product-of.ts';
import { channelSums } from './sums.ts';
import { transposed } from './transposed.ts';

const swapped = (x: tf.Tensor): tf.Tensor => {
  const order = x.shape.map((_, axis) => axis);
  return transposed(x, [...order.slice(0, -2), x.rank - 1, x.rank - 2]);
};

/** Product of equal ranks and leading axes. TensorFlow.js' own gradients multiply transposed, 10 times slower on WebAssembly. */
const product = ownOperation<'a' | 'b', Record<string, never>>({
  name: 'Product',
  inputs: ['a', 'b'],
  forward: ({ a, b }) => productOf(a, b),
  gradients: (dy, { a, b }) => ({
    a: () => productOf(dy, swapped(b)),
    b: () => passingProductOf(swapped(a), dy),
  }),
});

const productWithBias = ownOperation<'a' | 'b' | 'bias', Record<string, never>>({
  name: 'ProductWithBias',
  inputs: ['a', 'b', 'bias'],
  forward: ({ a, b, bias }) => productOf(a, b, bias),
  gradients: (dy, { a, b }) => ({
    a: () => productOf(dy, swapped(b)),
    b: () => passingProductOf(swapped(a), dy),
    bias: () => channelSums(dy),
  }),
});

/** x [..., k], matrix [k, c], bias [c] to [..., c]. */
export const linear = (x: tf.Tensor, matrix: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => {
  const [inner, columns] = matrix.shape;
  const a = tf.reshape(x, [x.size / inner!, inner!]);
  const y = bias === undefined ? product({ a, b: matrix }, {}) : productWithBias({ a, b: matrix, bias }, {});
  return tf.reshape(y, [...x.shape.slice(0, -1), columns!]);
};

const leading = (x: tf.Tensor): number[] => x.shape.slice(0, -2);

const stacked = (x: tf.Tensor, axes: readonly number[]): tf.Tensor => broadcastTo(x, [...axes, ...x.shape.slice(-2)]);

/** [..., r, k] and [..., k, c] to [..., r, c]; leading axes broadcast. */
export const matrixProduct = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
  if (b.rank === 2) return linear(a, b, undefined);
  const axes = tf.broadcast_util.assertAndGetBroadcastShape(leading(a), leading(b));
  return product({ a: stacked(a, axes), b: stacked(b, axes) }, {});
};
