import { elementsPerSample } from '../dim.ts';
import type { Fused, Kernel } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import { reducedTo } from './elementwise-rules.ts';
import { lazily } from './lazily.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

type Names = 'conv2d' | 'matMul' | 'mean' | 'softmax';

/** Drops the absent optional inputs of an operation. */
const present = <V>(values: readonly (V | undefined)[]): readonly V[] => values.filter((value) => value !== undefined);

/** Exchanges the last two axes. */
const transposed = <T>(nn: Differentiable<T>, x: T): T => {
  const rank = nn.shapeOf(x).length;
  const axes = Array.from({ length: rank - 2 }, (_, axis) => axis);
  return nn.transpose(x, [...axes, rank - 1, rank - 2]);
};

/** Linear maps and the softmax. */
export const productRules = <T>(nn: Differentiable<T>, tape: Tape<T>): Pick<Kernel<Traced<T>>, Names> => ({
  conv2d: (x, weight, bias, options) => {
    const value = nn.conv2d(x.value, weight.value, bias?.value, options);
    return tape.record(present([x, weight, bias]), value, (up) => [
      () => nn.convInputGradient(up, weight.value, nn.shapeOf(x.value), options),
      () => nn.convWeightGradient(x.value, up, nn.shapeOf(weight.value), options),
      () => nn.reshape(nn.sum(up, [0, 2, 3]), nn.shapeOf(up).slice(1, 2)),
    ]);
  },
  matMul: (a, b) => {
    const rank = nn.shapeOf(b.value).length;
    if (rank === 2 && nn.shapeOf(a.value).length > 2) return rowsTimesMatrix(nn, tape, a, b);
    return tape.record([a, b], nn.matMul(a.value, b.value), (up) => [
      () => reducedTo(nn, nn.matMul(up, transposed(nn, b.value)), nn.shapeOf(a.value)),
      () => reducedTo(nn, nn.matMul(transposed(nn, a.value), up), nn.shapeOf(b.value)),
    ]);
  },
  mean: (x, axes) => {
    const shape = nn.shapeOf(x.value);
    const count = elementsPerSample(axes.map((axis) => shape[axis]!));
    return tape.record([x], nn.mean(x.value, axes), (up) => [
      () => nn.expand(nn.mul(up, scalarOf(nn, 1 / count)), shape),
    ]);
  },
  softmax: (x) => {
    const y = nn.softmax(x.value);
    const last = nn.shapeOf(y).length - 1;
    return tape.record([x], y, (up) => [() => nn.mul(y, nn.sub(up, nn.sum(nn.mul(up, y), [last])))]);
  },
});

/** Flattens [..., in] to [rows, in]. */
const rowsOf = <T>(nn: Differentiable<T>, x: T): T => {
  const shape = nn.shapeOf(x);
  return nn.reshape(x, [elementsPerSample(shape.slice(0, -1)), shape.at(-1)!]);
};

/** [..., r, k] times one shared matrix [k, c]: its gradient is a single product too, not a sum of many. */
const rowsTimesMatrix = <T>(nn: Differentiable<T>, tape: Tape<T>, a: Traced<T>, b: Traced<T>): Traced<T> =>
  tape.record([a, b], nn.matMul(a.value, b.value), (up) => [
    () => nn.matMul(up, transposed(nn, b.value)),
    () => nn.matMul(transposed(nn, rowsOf(nn, a.value)), rowsOf(nn, up)),
  ]);

/** Flattens leading axes to rows, so that each gradient is one matrix product. */
export const linearRule =
  <T>(nn: Differentiable<T>, tape: Tape<T>): Fused<Traced<T>>['linear'] =>
  (x, weight, bias) => {
    const shape = nn.shapeOf(x.value);
    const rows = rowsOf(nn, x.value);
    const value = nn.linear(rows, weight.value, bias?.value);
    const result = nn.reshape(value, [...shape.slice(0, -1), nn.shapeOf(weight.value)[0]!]);
    return tape.record(present([x, weight, bias]), result, (up) => {
      const upstream = lazily(() => rowsOf(nn, up));
      return [
        () => nn.reshape(nn.matMul(upstream(), weight.value), shape),
        () => nn.matMul(transposed(nn, upstream()), rows),
        () => nn.reshape(nn.sum(upstream(), [0]), nn.shapeOf(weight.value).slice(0, 1)),
      ];
    });
  };
