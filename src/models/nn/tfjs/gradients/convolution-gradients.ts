import * as tf from '@tensorflow/tfjs-core';
import { inOrder } from '../../axis-order.ts';
import { type ConvolutionAttributes, convolved, explicit, sliceOf } from '../kernels/convolved.ts';
import { padsFirst, withMargins } from '../kernels/padded-first.ts';
import { passingProductOf } from '../kernels/product-of.ts';
import { reordered, rotateFilter } from '../kernels/rotate-filter.ts';
import { transposed } from '../kernels/transposed.ts';

/** Shape of the differentiated tensor. */
type WithShape = ConvolutionAttributes & { readonly shape: readonly number[] };

/** Whether a backend's own gradient kernels are suitable. None supports dilations, and WebAssembly has none for filters and a slow one for inputs. */
export const hasKernels = ({ dilation }: Pick<WithShape, 'dilation'>): boolean =>
  dilation === 1 && tf.getBackend() !== 'wasm';

const kernelAttributes = ({ stride, padding }: WithShape) => ({
  strides: stride,
  pad: explicit(padding),
  dataFormat: 'NHWC',
});

/** @param o  the filter's shape */
export const filterGradient = (x: tf.Tensor, dy: tf.Tensor, o: WithShape): tf.Tensor => {
  const { padding } = o;
  if (!hasKernels(o)) return composedFilterGradient(x, dy, o);
  if (padding > 0 && padsFirst())
    return filterGradient(withMargins(x, { rows: padding, columns: padding }), dy, { ...o, padding: 0 });
  const attributes = { ...kernelAttributes(o), filterShape: [...o.shape] };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes);
};

/** @param o  the input's shape */
export const inputGradient = (dy: tf.Tensor, filter: tf.Tensor, o: WithShape): tf.Tensor => {
  const { padding, shape } = o;
  if (!hasKernels(o)) return composedInputGradient(dy, filter, o);
  if (padding > 0 && padsFirst()) {
    const [n = 1, rows = 1, columns = 1, channels = 1] = shape;
    const padded = [n, rows + 2 * padding, columns + 2 * padding, channels];
    const whole = inputGradient(dy, filter, { ...o, padding: 0, shape: padded });
    return sliceOf(whole, [0, padding, padding, 0], shape);
  }
  const attributes = { ...kernelAttributes(o), inputShape: [...o.shape] };
  return tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, attributes);
};

/**
 * The gradient of the filter as a convolution: channels become the batch, the batch the channels, and the upstream gradient the filter. The output's
 * stride becomes a dilation and vice versa.
 */
const composedFilterGradient = (x: tf.Tensor, dy: tf.Tensor, { shape, ...attributes }: WithShape): tf.Tensor => {
  const { stride, padding, dilation } = attributes;
  const [rows = 1, columns = 1, channels = 1, out = 1] = shape;
  if (rows * columns === 1 && stride === 1 && padding === 0) {
    const pixels = dy.size / out;
    const byChannel = transposed(tf.reshape(x, [pixels, channels]), [1, 0]);
    return tf.reshape(passingProductOf(byChannel, tf.reshape(dy, [pixels, out])), [1, 1, channels, out]);
  }
  const swapped = { stride: dilation, padding, dilation: stride };
  const full = convolved(transposed(x, [3, 1, 2, 0]), transposed(dy, [1, 2, 0, 3]), swapped);
  const taken = sliceOf(full, [0, 0, 0, 0], [channels, rows, columns, out]);
  return transposed(taken, [1, 2, 0, 3]);
};

/** The gradient of the input: the upstream gradient convolved with the filter, flipped and with inputs and outputs exchanged. */
const composedInputGradient = (dy: tf.Tensor, filter: tf.Tensor, o: WithShape): tf.Tensor => {
  if (o.stride !== 1) return stridedInputGradient(dy, filter, o);
  const [rows = 1, columns = 1] = filter.shape;
  const padding = { rows: o.dilation * (rows - 1) - o.padding, columns: o.dilation * (columns - 1) - o.padding };
  const turned = transposed(rotateFilter(filter), [0, 1, 3, 2]);
  return convolved(dy, turned, { stride: 1, padding, dilation: o.dilation });
};

/**
 * The filter as one of stride 1 that returns, for an output pixel, all stride x stride input pixels at which a window begins: [row taps, column taps,
 * out, stride * stride * channels], with ceil(size / stride) taps, flipped.
 */
const byPhase = (filter: tf.Tensor, stride: number): tf.Tensor => {
  const [rows = 1, columns = 1, channels = 1, out = 1] = filter.shape;
  const [high, wide] = [Math.ceil(rows / stride), Math.ceil(columns / stride)];
  const whole = tf.pad(filter, [
    [0, high * stride - rows],
    [0, wide * stride - columns],
    [0, 0],
    [0, 0],
  ]);
  const place = (row: number, column: number, phaseRow: number, phaseColumn: number) =>
    (row * stride + phaseRow) * wide * stride + column * stride + phaseColumn;
  const phases = inOrder(stride);
  const order = inOrder(high).flatMap((row) =>
    inOrder(wide).flatMap((column) =>
      phases.flatMap((a) => phases.map((b) => place(high - 1 - row, wide - 1 - column, a, b))),
    ),
  );
  const ordered = reordered(tf.reshape(whole, [order.length, channels, out]), order);
  const byTap = tf.reshape(ordered, [high * wide, stride * stride, channels, out]);
  return tf.reshape(transposed(byTap, [0, 3, 1, 2]), [high, wide, out, stride * stride * channels]);
};

/** Computes all phases in one convolution and interleaves them, since TensorFlow.js has no dilated strides. */
const stridedInputGradient = (dy: tf.Tensor, filter: tf.Tensor, { shape, stride, padding }: WithShape): tf.Tensor => {
  const [n = 1, rows = 1, columns = 1, channels = 1] = shape;
  const phases = byPhase(filter, stride);
  const [rowTaps = 1, columnTaps = 1] = phases.shape;
  const map = convolved(dy, phases, {
    stride: 1,
    padding: { rows: rowTaps - 1, columns: columnTaps - 1 },
    dilation: 1,
  });
  const [, high = 1, wide = 1] = map.shape;
  const cut = tf.transpose(tf.reshape(map, [n, high, wide, stride, stride, channels]), [0, 1, 3, 2, 4, 5]);
  const joined = tf.reshape(cut, [n, high * stride, wide * stride, channels]);
  // Pixels past the end were in no window.
  const beyond = (size: number, found: number) => Math.max(0, size + padding - found);
  const missing = [beyond(rows, high * stride), beyond(columns, wide * stride)] as const;
  const reached = missing.some((count) => count > 0)
    ? tf.pad(joined, [
        [0, 0],
        [0, missing[0]],
        [0, missing[1]],
        [0, 0],
      ])
    : joined;
  return sliceOf(reached, [0, padding, padding, 0], [n, rows, columns, channels]);
};
