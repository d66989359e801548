import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../../domain/image.ts';
import { tfjsOps } from '../tfjs-ops.ts';
import { useMode } from '../use-mode.ts';
import { plain, scoped, type View, viewOf } from '../view.ts';
import { applyStep, type Computed } from './apply-step.ts';
import type { Operation, Recording, Step } from './recorded.ts';

const notGiven = (): never => {
  throw new Error('a recorded network has its parameters as steps');
};
const ops = tfjsOps(notGiven, useMode);

export const isComputed = (operation: Operation): operation is Computed =>
  operation.op !== 'input' && operation.op !== 'parameter' && operation.op !== 'constant';

/** Performs a step and keeps only its result. */
export const stepResult = (operation: Computed, operands: readonly View[], n: number): View =>
  scoped(() => applyStep(ops, operation, operands, n));

export interface Loaded {
  /** Required values that do not depend on the inputs. */
  readonly fixed: ReadonlyMap<number, View>;
  /** The other steps, in order, each with the values that it is the last to use. */
  readonly steps: readonly (Step & { readonly value: number; readonly ending: readonly number[] })[];
  readonly outputs: Recording['outputs'];
}

/** Values during a run. Several may share a tensor, which is freed with the last of them. */
const liveValues = (fixed: ReadonlyMap<number, View>) => {
  const live = new Map<number, View>();
  const holders = new Map<tf.Tensor, number>();
  const lasting = new Set([...fixed.values()].map(({ tensor }) => tensor));
  return {
    get: (value: number): View => fixed.get(value) ?? live.get(value)!,
    set: (value: number, view: View): void => {
      live.set(value, view);
      holders.set(view.tensor, (holders.get(view.tensor) ?? 0) + 1);
    },
    end: (value: number): void => {
      const view = live.get(value);
      if (view === undefined) return;
      live.delete(value);
      const others = holders.get(view.tensor)! - 1;
      holders.set(view.tensor, others);
      if (others === 0 && !lasting.has(view.tensor)) view.tensor.dispose();
    },
  };
};

const batchOf = (inputs: Readonly<Record<string, Tensor>>): number => Object.values(inputs)[0]?.shape[0] ?? 1;

/** Runs a network on valid inputs, freeing every value after its last use. */
export const replay = ({ fixed, steps, outputs }: Loaded, inputs: Readonly<Record<string, Tensor>>): tf.Tensor[] =>
  tf.tidy(() => {
    const values = liveValues(fixed);
    const n = batchOf(inputs);
    for (const { value, operation, operands, ending } of steps) {
      if (operation.op === 'input') {
        const { data, shape } = inputs[operation.name]!;
        values.set(value, viewOf(tf.tensor(data, [...shape])));
      } else if (isComputed(operation)) values.set(value, stepResult(operation, operands.map(values.get), n));
      for (const ended of ending) values.end(ended);
    }
    return outputs.map(({ value }) => tf.clone(plain(values.get(value))));
  });
