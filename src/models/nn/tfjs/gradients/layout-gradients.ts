import * as tf from '@tensorflow/tfjs-core';
import { inverseOrder } from '../../axis-order.ts';
import { transposed } from '../kernels/transposed.ts';
import { type KernelGradient, wholeNumbers } from './registered-gradient.ts';

const pairs = (attribute: tf.Attribute | undefined): readonly (readonly number[])[] =>
  Array.isArray(attribute) ? attribute.map((pair) => wholeNumbers(pair)) : [];

/** Splits the gradient of a concatenation along an axis. */
const partsOf = (dy: tf.Tensor, parts: readonly tf.Tensor[], axis: number): readonly (() => tf.Tensor)[] => {
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { shape }) => sum + shape[axis]!, 0));
  return parts.map(({ shape }, index) => () => {
    const begin = shape.map((_, place) => (place === axis ? starts[index]! : 0));
    return tf.slice(dy, begin, shape);
  });
};

/** Gradients by kernel. */
export const LAYOUT_GRADIENTS: Readonly<Record<string, KernelGradient>> = {
  Reshape: { inputs: ['x'], of: (dy, [x]) => ({ x: () => tf.reshape(dy, x!.shape) }) },
  Transpose: {
    of: (dy, _, { perm }) => {
      const back = inverseOrder(wholeNumbers(perm));
      return { x: () => transposed(dy, back) };
    },
  },
  Slice: {
    inputs: ['x'],
    of: (dy, [x], attributes) => {
      const begin = wholeNumbers(attributes.begin);
      const margins = begin.map((start, axis): [number, number] => [start, x!.shape[axis]! - start - dy.shape[axis]!]);
      return { x: () => tf.pad(dy, margins) };
    },
  },
  PadV2: {
    inputs: ['x'],
    of: (dy, [x], { paddings }) => {
      const begin = pairs(paddings).map(([before]) => before!);
      return { x: () => tf.slice(dy, begin, x!.shape) };
    },
  },
  Concat: {
    allInputs: true,
    of: (dy, parts, { axis }) => {
      const [place = 0] = wholeNumbers(axis);
      return Object.fromEntries(partsOf(dy, parts, place).map((part, index) => [String(index), part]));
    },
  },
};
