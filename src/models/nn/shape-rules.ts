import { type Dim, elementsPerSample, factorOf, isBatch, type Shape, sameShape, timesDim } from './dim.ts';
import { batchNotAllowed, shapesDisagree } from './errors.ts';
import type { Conv2dOptions, MaxPoolOptions, ResizeOptions } from './ops.ts';

/** Shape inference for every operation; throws a `SpineError` for operands that do not fit. Shared by all interpreters. */

const broadcastDim = (a: Dim, b: Dim): Dim | undefined => {
  if (a === b || b === 1) return a;
  return a === 1 ? b : undefined;
};

/** NumPy's broadcasting: axes are aligned at the end, and size 1 is stretched. */
export const broadcastShape = (operation: string, a: Shape, b: Shape): Shape => {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const dim = broadcastDim(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1);
    if (dim === undefined) throw shapesDisagree(operation, 'sizes that are equal or 1 on each axis', a, b);
    return dim;
  });
};

const rankFour = (operation: string, x: Shape): readonly [Dim, number, number, number] => {
  const [n, channels, rows, columns] = x;
  const fits = x.length === 4 && n !== undefined;
  if (!fits || typeof channels !== 'number' || typeof rows !== 'number' || typeof columns !== 'number')
    throw shapesDisagree(operation, 'a map [n, channels, rows, columns]', x);
  return [n, channels, rows, columns];
};

export const conv2dShape = (x: Shape, weight: Shape, options: Conv2dOptions): Shape => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const [n, channels, rows, columns] = rankFour('conv2d', x);
  const [out, perGroup, kernelRows, kernelColumns] = rankFour('conv2d', weight);
  if (channels !== perGroup * groups || factorOf(out) % groups !== 0)
    throw shapesDisagree('conv2d', `a weight for ${channels} channels in ${groups} groups`, x, weight);
  const along = (size: number, kernel: number) =>
    Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const size = [along(rows, kernelRows), along(columns, kernelColumns)];
  if (size.some((s) => s < 1)) throw shapesDisagree('conv2d', 'a map that is not smaller than the kernel', x, weight);
  return [n, out, ...size];
};

export const maxPoolShape = (x: Shape, { size, stride, padding }: MaxPoolOptions): Shape => {
  const [n, channels, rows, columns] = rankFour('maxPool', x);
  const along = (length: number) => Math.floor((length + 2 * padding - size) / stride) + 1;
  return [n, channels, along(rows), along(columns)];
};

export const resizeShape = (x: Shape, { rows, columns }: ResizeOptions): Shape => {
  const [n, channels] = rankFour('resizeBilinear', x);
  return [n, channels, rows, columns];
};

export const matMulShape = (a: Shape, b: Shape): Shape => {
  const needs = 'the last axis of the first to equal the last but one of the second';
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) throw shapesDisagree('matMul', needs, a, b);
  return [...broadcastShape('matMul', a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
};

export const meanShape = (x: Shape, axes: readonly number[]): Shape => {
  const missing = axes.some((axis) => axis < 0 || axis >= x.length);
  if (missing) throw shapesDisagree('mean', `the axes ${axes.join(', ')}, counted from 0`, x);
  if (axes.some((axis) => isBatch(x[axis]!))) throw batchNotAllowed('mean', x);
  return x.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
};

export const reshapeShape = (x: Shape, shape: Shape): Shape => {
  const batched = (s: Shape) => s.filter(isBatch).length;
  const fits = elementsPerSample(x) === elementsPerSample(shape) && batched(x) === batched(shape);
  if (!fits || batched(shape) > 1) throw shapesDisagree('reshape', 'as many elements before as after', x, shape);
  return shape;
};

export const transposeShape = (x: Shape, order: readonly number[]): Shape => {
  const sorted = [...order].sort((a, b) => a - b);
  if (sorted.length !== x.length || sorted.some((axis, index) => axis !== index))
    throw shapesDisagree('transpose', `an order of all axes, not ${order.join(', ')}`, x);
  return order.map((axis) => x[axis]!);
};

export const sliceShape = (x: Shape, { axis, start, end }: { axis: number; start: number; end: number }): Shape => {
  const size = x[axis];
  if (size !== undefined && isBatch(size)) throw batchNotAllowed('slice', x);
  if (size === undefined || start < 0 || end <= start || end > size)
    throw shapesDisagree('slice', `entries ${start} to ${end} of axis ${axis}`, x);
  return x.map((dim, index) => (index === axis ? end - start : dim));
};

export const concatShape = (shapes: readonly Shape[], axis: number): Shape => {
  const first = shapes[0];
  if (first?.[axis] === undefined) throw shapesDisagree('concat', `parts that have an axis ${axis}`, ...shapes);
  const others = (shape: Shape) => shape.filter((_, index) => index !== axis);
  const fits = shapes.every((shape) => sameShape(others(shape), others(first)));
  if (!fits) throw shapesDisagree('concat', `equal sizes on all axes but ${axis}`, ...shapes);
  if (shapes.some((shape) => isBatch(shape[axis]!))) throw batchNotAllowed('concat', first);
  const total = shapes.reduce((sum, shape) => sum + factorOf(shape[axis]!), 0);
  return first.map((dim, index) => (index === axis ? total : dim));
};

export const gatherShape = (x: Shape, indices: readonly number[]): Shape => {
  const [size, ...rest] = x;
  if (size === undefined || isBatch(size)) throw batchNotAllowed('gather', x);
  if (indices.some((index) => index < 0 || index >= size))
    throw shapesDisagree('gather', `an axis 0 that holds all indices up to ${Math.max(...indices)}`, x);
  return [indices.length, ...rest];
};

/** Folds [n, steps * c, ...] to a batch of all steps, [steps * n, c, ...]. */
export const foldedShape = (x: Shape, steps: number): Shape => {
  const [n, entries, ...rest] = x;
  if (n === undefined || typeof entries !== 'number' || entries % steps !== 0)
    throw shapesDisagree('eachStep', `an axis 1 that divides into ${steps} steps`, x);
  return [timesDim(n, steps), entries / steps, ...rest];
};

/** Rows and columns of a convolution's weight. */
export const kernelSize = (weight: Shape): readonly number[] => {
  const [, , rows, columns] = rankFour('conv2d', weight);
  return [rows, columns];
};

/** The size along an axis that must be static; negative axes count from the end. */
export const sizeAt = (shape: Shape, axis: number): number => {
  const size = shape.at(axis);
  if (size === undefined) throw shapesDisagree('a network', `an axis ${axis}`, shape);
  if (isBatch(size)) throw batchNotAllowed('a network', shape);
  return size;
};
