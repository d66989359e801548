import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../kernels/broadcast.ts';
import { asMap } from '../kernels/tensor-ranks.ts';
import { type Attributes, type KernelGradient, wholeNumbers } from './registered-gradient.ts';

/** The gradient of a reduced result, broadcast to its input, and the number of values behind each entry. */
const stretched = (dy: tf.Tensor, { shape }: tf.Tensor, { axis }: Attributes) => {
  const axes = axis === null || axis === undefined ? shape.map((_, place) => place) : wholeNumbers(axis);
  const kept = axes.map((place) => (place < 0 ? place + shape.length : place));
  const narrow = shape.map((size, place) => (kept.includes(place) ? 1 : size));
  return {
    whole: broadcastTo(tf.reshape(dy, narrow), shape),
    count: kept.reduce((product, place) => product * shape[place]!, 1),
  };
};

/** Shifts all values above 0, since WebAssembly's kernel only finds maxima above 0 and would give other windows no gradient. */
const whereMaximaAreSeen = (x: tf.Tensor): tf.Tensor =>
  tf.getBackend() === 'wasm' ? tf.add(tf.sub(x, tf.min(x)), 1) : x;

/** Gradients by kernel. */
export const REDUCTION_GRADIENTS: Readonly<Record<string, KernelGradient>> = {
  Sum: { inputs: ['x'], of: (dy, [x], attributes) => ({ x: () => stretched(dy, x!, attributes).whole }) },
  Mean: {
    inputs: ['x'],
    of: (dy, [x], attributes) => ({
      x: () => {
        const { whole, count } = stretched(dy, x!, attributes);
        return tf.div(whole, count);
      },
    }),
  },
  Softmax: {
    result: true,
    of: (dy, [y]) => ({
      logits: () => {
        const weighted = tf.mul(dy, y!);
        return tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y!));
      },
    }),
  },
  LogSoftmax: {
    result: true,
    of: (dy, [y]) => ({ logits: () => tf.sub(dy, tf.mul(tf.sum(dy, -1, true), tf.exp(y!))) }),
  },
  MaxPool: {
    inputs: ['x'],
    result: true,
    of: (dy, [x, y], attributes) => ({
      x: () =>
        tf.tidy(() => {
          const inputs = { dy, input: asMap(whereMaximaAreSeen(x!)), output: y! };
          return tf.engine().runKernel<tf.Tensor>('MaxPoolGrad', inputs, attributes);
        }),
    }),
  },
};
