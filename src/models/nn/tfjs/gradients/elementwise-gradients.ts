import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../../../../domain/image.ts';
import { channelSums } from '../kernels/sums.ts';
import type { KernelGradient } from './registered-gradient.ts';

/** Sums over the axes along which an input of that shape was broadcast. */
const unbroadcast = (dy: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const lead = dy.rank - shape.length;
  const stretched = dy.shape.map((size, axis) => size !== 1 && (axis < lead || shape[axis - lead] === 1));
  if (!stretched.includes(true)) return tf.reshape(dy, [...shape]);
  const channels = dy.shape.at(-1)!;
  const allButLast = channels > 1 && !stretched.at(-1) && channels === elementCount(shape);
  if (allButLast) return tf.reshape(channelSums(dy), [...shape]);
  const axes = stretched.flatMap((is, axis) => (is ? [axis] : []));
  return tf.reshape(tf.sum(dy, axes), [...shape]);
};

/** From x and dy. */
const ofInput = (slope: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor): KernelGradient => ({
  inputs: ['x'],
  of: (dy, [x]) => ({ x: () => slope(dy, x!) }),
});

/** From y and dy. */
const ofResult = (slope: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor): KernelGradient => ({
  result: true,
  of: (dy, [y]) => ({ x: () => slope(dy, y!) }),
});

type Slope = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const ofPair = (first: Slope, second: Slope): KernelGradient => ({
  inputs: ['a', 'b'],
  of: (dy, [a, b]) => ({
    a: () => unbroadcast(first(dy, a!, b!), a!.shape),
    b: () => unbroadcast(second(dy, a!, b!), b!.shape),
  }),
});

/** Gradients by kernel. */
export const ELEMENTWISE_GRADIENTS: Readonly<Record<string, KernelGradient>> = {
  Add: ofPair(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: ofPair(
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  Multiply: ofPair(
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  RealDiv: ofPair(
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  Identity: { of: (dy) => ({ x: () => tf.clone(dy) }) },
  Neg: { of: (dy) => ({ x: () => tf.neg(dy) }) },
  Square: ofInput((dy, x) => tf.mul(dy, tf.mul(x, 2))),
  Log: ofInput((dy, x) => tf.div(dy, x)),
  Exp: ofResult((dy, y) => tf.mul(dy, y)),
  Sqrt: ofResult((dy, y) => tf.div(dy, tf.mul(y, 2))),
  Rsqrt: ofResult((dy, y) => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5))),
  Relu: ofResult((dy, y) => tf.mul(dy, tf.step(y))),
  Sigmoid: ofResult((dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  Tanh: ofResult((dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  Erf: ofInput((dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
};
