import * as tf from '@tensorflow/tfjs-core';
import { filterGradient, inputGradient } from '../gradients/convolution-gradients.ts';
import { ownOperation } from '../gradients/own-operation.ts';
import { type ConvolutionAttributes, convolved } from './convolved.ts';
import { withMargins } from './padded-first.ts';
import { channelSums } from './sums.ts';

const operation = ownOperation<'x' | 'filter' | 'bias', ConvolutionAttributes>({
  name: 'Convolution',
  inputs: ['x', 'filter', 'bias'],
  forward: ({ x, filter, bias }, attributes) => convolved(x, filter, { ...attributes, bias }),
  gradients: (dy, { x, filter }, attributes) => ({
    x: () => inputGradient(dy, filter, { ...attributes, shape: x.shape }),
    filter: () => filterGradient(x, dy, { ...attributes, shape: filter.shape }),
    bias: () => channelSums(dy),
  }),
});

export interface ConvolutionOptions extends ConvolutionAttributes {
  /** [out] */
  readonly bias?: tf.Tensor | undefined;
}

/** x [n, rows, columns, channels], filter [rows, columns, channels, out], differentiable on every backend. */
export const convolution = (x: tf.Tensor, filter: tf.Tensor, options: ConvolutionOptions): tf.Tensor => {
  const { stride, padding, dilation, bias } = options;
  const [rows = 1, columns = 1, , out = 1] = filter.shape;
  const beyondReach = padding > dilation * (Math.min(rows, columns) - 1);
  if (beyondReach)
    return convolution(withMargins(x, { rows: padding, columns: padding }), filter, { ...options, padding: 0 });
  return operation({ x, filter, bias: bias ?? tf.zeros([out]) }, { stride, padding, dilation });
};
