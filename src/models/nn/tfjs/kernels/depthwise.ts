import * as tf from '@tensorflow/tfjs-core';
import { hasKernels } from '../gradients/convolution-gradients.ts';
import { ownOperation } from '../gradients/own-operation.ts';
import { type ConvolutionAttributes, convolvedDepthwise, sliceOf } from './convolved.ts';
import { padsFirst, withMargins } from './padded-first.ts';
import { rotateFilter } from './rotate-filter.ts';
import { channelSums, columnSums } from './sums.ts';
import { transposed } from './transposed.ts';

/** Stride 1. */
type DepthwiseAttributes = Pick<ConvolutionAttributes, 'padding' | 'dilation'>;

const kernelAttributes = ({ padding }: DepthwiseAttributes) => ({ strides: 1, dilations: 1, pad: padding });

const inputGradient = (
  dy: tf.Tensor,
  filter: tf.Tensor,
  o: DepthwiseAttributes & { readonly shape: readonly number[] },
): tf.Tensor => {
  if (hasKernels(o)) {
    const attributes = { ...kernelAttributes(o), inputShape: [...o.shape] };
    return tf.engine().runKernel('DepthwiseConv2dNativeBackpropInput', { dy, filter }, attributes);
  }
  const { padding, dilation } = o;
  const reach = dilation * (filter.shape[0]! - 1);
  return convolvedDepthwise(dy, rotateFilter(filter), { stride: 1, padding: reach - padding, dilation });
};

const filterGradient = (
  x: tf.Tensor,
  dy: tf.Tensor,
  o: DepthwiseAttributes & { readonly shape: readonly number[] },
): tf.Tensor => {
  if (!hasKernels(o)) return composedFilterGradient(x, dy, o);
  const attributes = { ...kernelAttributes(o), filterShape: [...o.shape] };
  return tf.engine().runKernel('DepthwiseConv2dNativeBackpropFilter', { x, dy }, attributes);
};

/** As for a convolution, for each channel of each sample separately; then summed over samples. */
const composedFilterGradient = (
  x: tf.Tensor,
  dy: tf.Tensor,
  { padding, dilation, shape }: DepthwiseAttributes & { readonly shape: readonly number[] },
): tf.Tensor => {
  const [size = 1, , channels = 1] = shape;
  const [n = 1, rows = 1, columns = 1] = x.shape;
  const [, dyRows = 1, dyColumns = 1] = dy.shape;
  const samples = tf.reshape(transposed(x, [1, 2, 0, 3]), [1, rows, columns, n * channels]);
  const filter = tf.reshape(transposed(dy, [1, 2, 0, 3]), [dyRows, dyColumns, n * channels, 1]);
  const full = convolvedDepthwise(samples, filter, { stride: dilation, padding, dilation: 1 });
  const taken = sliceOf(full, [0, 0, 0, 0], [1, size, size, n * channels]);
  const bySample = transposed(tf.reshape(taken, [size * size, n, channels]), [1, 0, 2]);
  return tf.reshape(columnSums(tf.reshape(bySample, [n, size * size * channels])), [size, size, channels, 1]);
};

const composed = ownOperation<'x' | 'filter' | 'bias', DepthwiseAttributes>({
  name: 'Depthwise',
  inputs: ['x', 'filter', 'bias'],
  forward: ({ x, filter, bias }, attributes) => convolvedDepthwise(x, filter, { stride: 1, ...attributes, bias }),
  gradients: (dy, { x, filter }, { padding, dilation }) => ({
    x: () => inputGradient(dy, filter, { padding, dilation, shape: x.shape }),
    filter: () => filterGradient(x, dy, { padding, dilation, shape: filter.shape }),
    bias: () => channelSums(dy),
  }),
});

export interface DepthwiseOptions extends DepthwiseAttributes {
  /** [channels] */
  readonly bias?: tf.Tensor | undefined;
}

/** Whether `depthwiseConvolution` supports it: depthwise, square, stride 1, with padding no wider than the filter reaches. */
export const isDepthwise = (
  weight: readonly number[],
  { groups, stride, padding, dilation }: ConvolutionAttributes & { readonly groups: number },
): boolean => {
  const [out, perGroup, rows = 1, columns] = weight;
  const alone = groups > 1 && out === groups && perGroup === 1;
  return alone && stride === 1 && rows === columns && padding <= dilation * (rows - 1);
};

/** x [n, rows, columns, channels], filter [size, size, channels, 1], stride 1, differentiable on every backend. */
export const depthwiseConvolution = (x: tf.Tensor, filter: tf.Tensor, options: DepthwiseOptions): tf.Tensor => {
  const { padding, dilation, bias = tf.zeros([x.shape.at(-1)!]) } = options;
  if (padding > 0 && padsFirst())
    return depthwiseConvolution(withMargins(x, { rows: padding, columns: padding }), filter, {
      ...options,
      padding: 0,
    });
  return composed({ x, filter, bias }, { padding, dilation });
};
