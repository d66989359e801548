import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../../../domain/image.ts';
import { atBatch } from '../dim.ts';
import { expansions } from '../expansions.ts';
import type { AllOps, LossPrimitives, OptimiserPrimitives } from '../gradient/primitives.ts';
import type { Conv2dOptions, Kernel, ParameterSpec } from '../ops.ts';
import { registerGradients } from './gradients/register-gradients.ts';
import { gelu } from './kernels/activations.ts';
import { convolution } from './kernels/convolution.ts';
import { depthwiseConvolution, isDepthwise } from './kernels/depthwise.ts';
import { gathered } from './kernels/gathered.ts';
import { linear, matrixProduct } from './kernels/matrix-product.ts';
import { maxPooled } from './kernels/max-pooled.ts';
import { normalisedByRow } from './kernels/normalised.ts';
import { resizedBilinear } from './kernels/resize.ts';
import { DEPTHWISE_WEIGHT, FULL_WEIGHT } from './kernels/weight-layout.ts';
import { aligned, CHANNELS_LAST, laidOut, plain, shapeOf, type View, viewOf, withLast } from './view.ts';

/** Operations that differ between training and evaluation mode. */
export type ModeOps = Pick<Kernel<View>, 'batchNorm' | 'dropout' | 'eachStep'>;

/** Operations with the same meaning in both modes. */
export type CommonOps = Omit<Kernel<View>, keyof ModeOps> & LossPrimitives<View> & OptimiserPrimitives<View>;

const onMaps = (operation: (x: tf.Tensor) => tf.Tensor) => (x: View) =>
  viewOf(operation(laidOut(x, CHANNELS_LAST)), CHANNELS_LAST);

const onPlain = (operation: (x: tf.Tensor) => tf.Tensor) => (x: View) => viewOf(operation(plain(x)));

/** In any axis order. */
const byElement = (operation: (x: tf.Tensor) => tf.Tensor) => (x: View) => viewOf(operation(x.tensor), x.order);

const byPair = (operation: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) => (first: View, second: View) => {
  const { a, b, order } = aligned(first, second);
  return viewOf(operation(a, b), order);
};

type Reduction = (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor;

/** Over axes of the network, which stay with size 1. */
const overAxes = (operation: Reduction) => (x: View, axes: readonly number[]) => {
  const places = axes.map((axis) => x.order[axis]!);
  return viewOf(operation(x.tensor, places, true), x.order);
};

const conv2d = (x: View, weight: View, bias: View | undefined, options: Conv2dOptions): View => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const attributes = { stride, padding, dilation, bias: bias && plain(bias) };
  const filter = (order: readonly number[]) => laidOut(weight, order);
  if (groups === 1) return onMaps((map) => convolution(map, filter(FULL_WEIGHT), attributes))(x);
  if (isDepthwise(shapeOf(weight), { stride, padding, dilation, groups }))
    return onMaps((map) => depthwiseConvolution(map, filter(DEPTHWISE_WEIGHT), attributes))(x);
  const part = (view: View, axis: number, group: number): View => {
    const size = shapeOf(view)[axis]! / groups;
    return slice(view, { axis, start: group * size, end: (group + 1) * size });
  };
  const grouped = Array.from({ length: groups }, (_, group) =>
    conv2d(part(x, 1, group), part(weight, 0, group), bias && part(bias, 0, group), { stride, padding, dilation }),
  );
  return concat(grouped, 1);
};

/** As a matrix, whose rows WebAssembly copies whole; it would copy slices of more than four axes value by value. */
const slice: Kernel<View>['slice'] = ({ tensor, order }, { axis, start, end }) => {
  const place = order[axis]!;
  const { shape } = tensor;
  if (tensor.rank === 1) return viewOf(tf.slice(tensor, [start], [end - start]), order);
  const before = elementCount(shape.slice(0, place));
  const after = elementCount(shape.slice(place + 1));
  const matrix = tf.reshape(tensor, [before, shape[place]! * after]);
  const cut = tf.slice(matrix, [0, start * after], [before, (end - start) * after]);
  return viewOf(tf.reshape(cut, [...shape.slice(0, place), end - start, ...shape.slice(place + 1)]), order);
};

const concat: Kernel<View>['concat'] = (parts, axis) => {
  const { order } = parts[0]!;
  const tensors = parts.map((part) => laidOut(part, order));
  return viewOf(tensors.length === 1 ? tensors[0]! : tf.concat(tensors, order[axis]!), order);
};

const commonOps = (parameter: (spec: ParameterSpec) => View): CommonOps => ({
  parameter,
  constant: (values, shape) => viewOf(tf.tensor(values, [...shape])),
  shapeOf,
  add: byPair(tf.add),
  sub: byPair(tf.sub),
  mul: byPair(tf.mul),
  div: byPair(tf.div),
  relu: byElement(tf.relu),
  erf: byElement(tf.erf),
  sigmoid: byElement(tf.sigmoid),
  tanh: byElement(tf.tanh),
  sqrt: byElement(tf.sqrt),
  rsqrt: byElement(tf.rsqrt),
  conv2d,
  matMul: (a, b) => viewOf(matrixProduct(plain(a), plain(b))),
  mean: overAxes(tf.mean),
  sum: overAxes(tf.sum),
  softmax: onPlain((x) => tf.softmax(x)),
  logSoftmax: onPlain((x) => tf.logSoftmax(x)),
  maxPool: (x, options) => onMaps((map) => maxPooled(map, options))(x),
  resizeBilinear: (x, options) => onMaps((map) => resizedBilinear(map, options))(x),
  // No sizes are symbolic here: they are those of the tensors.
  reshape: (x, shape) => onPlain((tensor) => tf.reshape(tensor, [...atBatch(shape, 1)]))(x),
  transpose: (x, to) => ({ ...x, order: to.map((axis) => x.order[axis]!) }),
  slice,
  concat,
  gather: (x, indices) => onPlain((tensor) => gathered(tensor, indices))(x),
});

/** The operations on TensorFlow.js, eager and differentiable, on the current backend. The caller frees tensors, e.g. by `tf.tidy`. */
export const tfjsOps = (
  parameter: (spec: ParameterSpec) => View,
  modeOf: (common: CommonOps) => ModeOps,
): AllOps<View> => {
  registerGradients();
  const common = commonOps(parameter);
  const kernel = { ...common, ...modeOf(common) };
  return {
    ...kernel,
    ...expansions(kernel),
    linear: (x, weight, bias) => {
      const matrix = plain(kernel.transpose(weight, [1, 0]));
      return onPlain((rows) => linear(rows, matrix, bias && plain(bias)))(x);
    },
    layerNorm: (x, { weight, bias, eps }) => {
      const order = withLast(x, x.order.length - 1);
      const state = { weight: plain(weight), bias: plain(bias), eps };
      return viewOf(normalisedByRow(laidOut(x, order), state), order);
    },
    gelu: byElement(gelu),
    globalAveragePool: (x) => {
      const [n, channels] = shapeOf(x);
      return viewOf(tf.reshape(tf.mean(laidOut(x, CHANNELS_LAST), [1, 2]), [n!, channels!]));
    },
  };
};
