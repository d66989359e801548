import * as tf from '@tensorflow/tfjs-core';
import { blockedConvolution } from './blocked-convolution.ts';
import { type Margins, padsFirst, withMargins } from './padded-first.ts';
import { asMap, asVector } from './tensor-ranks.ts';

/** Alike on both axes. */
export type ConvolutionAttributes = { readonly stride: number; readonly padding: number; readonly dilation: number };

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

const marginsOf = (padding: number | Margins): Margins =>
  typeof padding === 'number' ? { rows: padding, columns: padding } : padding;

/** Always a pair: given one number, TensorFlow.js assumes a square filter. */
export const explicit = (padding: number | Margins): ExplicitPadding => {
  const { rows, columns } = marginsOf(padding);
  return [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
};

export interface ConvolvedOptions extends Omit<ConvolutionAttributes, 'padding'> {
  readonly padding: number | Margins;
  /** [out] */
  readonly bias?: tf.Tensor | undefined;
}

/** Convolves x [n, rows, columns, channels] with a filter [rows, columns, channels, out], without a gradient. */
export const convolved = (x: tf.Tensor, filter: tf.Tensor, options: ConvolvedOptions): tf.Tensor => {
  const { stride, padding, dilation, bias } = options;
  const blocked = blockedConvolution(x, filter, { stride, dilation, ...marginsOf(padding) });
  if (blocked !== undefined) return bias === undefined ? blocked : tf.add(blocked, bias);
  if (padding !== 0 && padsFirst())
    return convolved(withMargins(x, marginsOf(padding)), filter, { ...options, padding: 0 });
  const pad = explicit(padding);
  const [map, weight] = [asMap(x), asMap(filter)];
  if (bias === undefined) return tf.conv2d(map, weight, stride, pad, 'NHWC', dilation);
  return tf.fused.conv2d({ x: map, filter: weight, strides: stride, pad, dilations: dilation, bias: asVector(bias) });
};

/** The same for a depthwise filter [rows, columns, channels, 1], which must be square if there is a bias. */
export const convolvedDepthwise = (
  x: tf.Tensor,
  filter: tf.Tensor,
  options: ConvolutionAttributes & { readonly bias?: tf.Tensor | undefined },
): tf.Tensor => {
  const { stride, padding, dilation, bias } = options;
  if (padding !== 0 && padsFirst())
    return convolvedDepthwise(withMargins(x, marginsOf(padding)), filter, { ...options, padding: 0 });
  const [map, weight] = [asMap(x), asMap(filter)];
  if (bias === undefined) return tf.depthwiseConv2d(map, weight, stride, explicit(padding), 'NHWC', dilation);
  const shared = { strides: stride, pad: padding, dilations: dilation, bias: asVector(bias) };
  return tf.fused.depthwiseConv2d({ x: map, filter: weight, ...shared });
};

/** Slices a tensor; returns the tensor itself if the slice covers it. */
export const sliceOf = (x: tf.Tensor, begin: readonly number[], size: readonly number[]): tf.Tensor =>
  size.every((length, axis) => length === x.shape[axis]) ? x : tf.slice(x, [...begin], [...size]);
