import { expect } from 'chai';
import { tracedOps } from '../../src/models/nn/gradient/traced-ops.ts';
import type { Loss } from '../../src/models/nn/gradient/update-rule.ts';
import { float64Interpreter } from '../models/nn/gradient/float64-interpreter.ts';
import { sizes } from '../models/nn/gradient/float64-tensor.ts';

/** A loss and its gradient in double precision; like a step, which multiplies by one over the divisor, or by 0 if that is 0. */
export const evaluated = (
  loss: Loss,
  shape: readonly number[],
  output: ArrayLike<number>,
  target: Float32Array,
): { readonly value: number; readonly gradient: Float64Array } => {
  const base = float64Interpreter(() => expect.fail('a loss has no parameters'));
  const { nn, tape } = tracedOps(base, { trains: () => true, dropoutMask: () => expect.fail('nor dropout') });
  const leaf = tape.leaf({ shape, data: Float64Array.from(output) });
  const targets = tape.fixed({ shape: sizes(loss.targetShape(shape)), data: Float64Array.from(target) });
  const total = loss.total(nn, leaf, targets);
  const divisor = loss.divisor(target);
  const scale = divisor === 0 ? 0 : 1 / divisor;
  const gradient = tape.backward(total, { shape: [], data: Float64Array.of(scale) }).get(leaf)!;
  return { value: total.value.data[0]! / divisor, gradient: gradient.data };
};
