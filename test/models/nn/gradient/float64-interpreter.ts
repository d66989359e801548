import { expansions, foldedSteps } from '../../../../src/models/nn/expansions.ts';
import type { Differentiable } from '../../../../src/models/nn/gradient/primitives.ts';
import type { Kernel, ParameterSpec } from '../../../../src/models/nn/ops.ts';
import * as rules from '../../../../src/models/nn/shape-rules.ts';
import * as maps from './float64-maps.ts';
import {
  count,
  type Float64Tensor,
  filledBy,
  folded,
  mapped,
  sizes,
  stretchedAt,
  stridesOf,
  zipped,
} from './float64-tensor.ts';

type T = Float64Tensor;

const sum = (x: T, axes: readonly number[]): T => folded(x, axes, 0, (a, b) => a + b);
const lastAxis = (x: T): readonly number[] => [x.shape.length - 1];

/** Abramowitz and Stegun 7.1.5 (series) and 7.1.14 (continued fraction). */
const erf = (x: number): number => {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 3) {
    let [term, total] = [size, size];
    for (let n = 1; n < 100; n++) {
      term *= -(size * size) / n;
      total += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * total) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let k = 80; k > 0; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / ((size + fraction) * Math.sqrt(Math.PI)));
};

const matMul = (a: T, b: T): T => {
  const shape = sizes(rules.matMulShape(a.shape, b.shape));
  const [atA, atB] = [stretchedAt(a), stretchedAt(b)];
  const inner = a.shape.at(-1)!;
  return filledBy(shape, (index) => {
    const lead = index.slice(0, -2);
    const [row, column] = index.slice(-2) as [number, number];
    let total = 0;
    for (let k = 0; k < inner; k++) total += atA([...lead, row, k]) * atB([...lead, k, column]);
    return total;
  });
};

const softmax = (x: T): T => {
  const top = folded(x, lastAxis(x), Number.NEGATIVE_INFINITY, Math.max);
  const raised = mapped(
    zipped(x, top, (a, b) => a - b),
    Math.exp,
  );
  return zipped(raised, sum(raised, lastAxis(x)), (a, b) => a / b);
};

const transpose = (x: T, order: readonly number[]): T => {
  const strides = stridesOf(x.shape);
  const moved = order.map((axis) => strides[axis]!);
  return filledBy(
    order.map((axis) => x.shape[axis]!),
    (index) => x.data[index.reduce((place, at, axis) => place + at * moved[axis]!, 0)]!,
  );
};

const slice = (x: T, { axis, start, end }: { axis: number; start: number; end: number }): T => {
  const at = stretchedAt(x);
  const shape = x.shape.map((size, index) => (index === axis ? end - start : size));
  return filledBy(shape, (index) => (x.shape[axis] === 1 ? at(index) : at(index.with(axis, index[axis]! + start))));
};

const concat = (parts: readonly T[], axis: number): T => {
  const inner = (part: T) => count(part.shape.slice(axis));
  const outer = count(parts[0]!.shape.slice(0, axis));
  const rows = Array.from({ length: outer }, (_, row) =>
    parts.flatMap((part) => [...part.data.subarray(row * inner(part), (row + 1) * inner(part))]),
  );
  const shape = sizes(
    rules.concatShape(
      parts.map((part) => part.shape),
      axis,
    ),
  );
  return { shape, data: Float64Array.from(rows.flat()) };
};

const pad = (x: T, { axis, before, after }: { axis: number; before: number; after: number }): T => {
  const zeros = (size: number): T => {
    const shape = x.shape.with(axis, size);
    return { shape, data: new Float64Array(count(shape)) };
  };
  return concat([...(before > 0 ? [zeros(before)] : []), x, ...(after > 0 ? [zeros(after)] : [])], axis);
};

/** Every operation from its definition, in double precision: the oracle of the other interpreters. In use, not training. */
export const float64Interpreter = (parameter: (spec: ParameterSpec) => T): Differentiable<T> => {
  const kernel: Kernel<T> = {
    parameter,
    constant: (values, shape) => ({ shape, data: Float64Array.from(values) }),
    shapeOf: (x) => x.shape,
    add: (a, b) => zipped(a, b, (x, y) => x + y),
    sub: (a, b) => zipped(a, b, (x, y) => x - y),
    mul: (a, b) => zipped(a, b, (x, y) => x * y),
    relu: (x) => mapped(x, (value) => Math.max(value, 0)),
    erf: (x) => mapped(x, erf),
    sigmoid: (x) => mapped(x, (value) => 1 / (1 + Math.exp(-value))),
    tanh: (x) => mapped(x, Math.tanh),
    rsqrt: (x) => mapped(x, (value) => 1 / Math.sqrt(value)),
    conv2d: maps.conv2d,
    matMul,
    mean: (x, axes) => mapped(sum(x, axes), (value) => value / count(axes.map((axis) => x.shape[axis]!))),
    softmax,
    maxPool: maps.maxPool,
    resizeBilinear: maps.resizeBilinear,
    reshape: (x, shape) => ({ shape: sizes(rules.reshapeShape(x.shape, shape)), data: x.data }),
    transpose,
    slice,
    concat,
    gather: (x, indices) =>
      concat(
        indices.map((index) => slice(x, { axis: 0, start: index, end: index + 1 })),
        0,
      ),
    batchNorm: (x, { weight, bias, runningMean, runningVar }) => {
      const along = (value: T): T => ({ ...value, shape: [1, value.data.length, ...x.shape.slice(2).map(() => 1)] });
      const scale = mapped(runningVar, (variance) => 1 / Math.sqrt(variance + 1e-5));
      const normed = kernel.mul(kernel.sub(x, along(runningMean)), along(scale));
      return kernel.add(kernel.mul(normed, along(weight)), along(bias));
    },
    dropout: (x) => x,
    eachStep: (x, steps, body) => foldedSteps(kernel, x, steps, body),
  };
  return {
    ...kernel,
    ...expansions(kernel),
    div: (a, b) => zipped(a, b, (x, y) => x / y),
    sqrt: (x) => mapped(x, Math.sqrt),
    exp: (x) => mapped(x, Math.exp),
    isPositive: (x) => mapped(x, (value) => (value > 0 ? 1 : 0)),
    sum,
    expand: (x, shape) =>
      zipped(x, { shape: sizes(shape), data: new Float64Array(count(sizes(shape))) }, (a, b) => a + b),
    pad,
    logSoftmax: (x) => mapped(softmax(x), Math.log),
    scatterAdd: (updates, indices, rows) => {
      const size = count(updates.shape.slice(1));
      const data = new Float64Array(rows * size);
      for (const [from, to] of indices.entries())
        for (let k = 0; k < size; k++) data[to * size + k]! += updates.data[from * size + k]!;
      return { shape: [rows, ...updates.shape.slice(1)], data };
    },
    maxPoolWithGradient: (x, options) => ({
      value: maps.maxPool(x, options),
      gradient: (upstream) => maps.maxPoolGradient(x, upstream, options),
    }),
    convInputGradient: (upstream, weight, shape, options) =>
      maps.convInputGradient(upstream, weight, sizes(shape), options),
    convWeightGradient: (x, upstream, shape, options) => maps.convWeightGradient(x, upstream, sizes(shape), options),
  };
};
