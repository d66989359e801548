import { inverseOrder } from '../axis-order.ts';
import type { Kernel } from '../ops.ts';
import { sizeAt } from '../shape-rules.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

type Names = 'reshape' | 'transpose' | 'slice' | 'concat' | 'gather';

/** Operations that only move values: their gradients move them back. */
export const layoutRules = <T>(nn: Differentiable<T>, tape: Tape<T>): Pick<Kernel<Traced<T>>, Names> => ({
  reshape: (x, shape) =>
    tape.record([x], nn.reshape(x.value, shape), (up) => [() => nn.reshape(up, nn.shapeOf(x.value))]),
  transpose: (x, order) =>
    tape.record([x], nn.transpose(x.value, order), (up) => [() => nn.transpose(up, inverseOrder(order))]),
  slice: (x, { axis, start, end }) => {
    const after = sizeAt(nn.shapeOf(x.value), axis) - end;
    return tape.record([x], nn.slice(x.value, { axis, start, end }), (up) => [
      () => nn.pad(up, { axis, before: start, after }),
    ]);
  },
  concat: (parts, axis) => {
    const values = parts.map(({ value }) => value);
    return tape.record(parts, nn.concat(values, axis), (up) => {
      let end = 0;
      return values.map((value) => {
        const start = end;
        end += sizeAt(nn.shapeOf(value), axis);
        const range = { axis, start, end };
        return () => nn.slice(up, range);
      });
    });
  },
  gather: (x, indices) =>
    tape.record([x], nn.gather(x.value, indices), (up) => [
      () => nn.scatterAdd(up, indices, sizeAt(nn.shapeOf(x.value), 0)),
    ]),
});
