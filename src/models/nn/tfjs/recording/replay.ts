import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../../domain/image.ts';
import { tfjsOps } from '../tfjs-ops.ts';
import { useMode } from '../use-mode.ts';
import { plain, scoped, type View, viewOf } from '../view.ts';
import { applyStep, type Computed } from './apply-step.ts';
import { liveValues } from './live-values.ts';
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

const batchOf = (inputs: Readonly<Record<string, Tensor>>): number => Object.values(inputs)[0]?.shape[0] ?? 1;

/** Runs a network on valid inputs, freeing every value after its last use. */
export const replay = ({ fixed, steps, outputs }: Loaded, inputs: Readonly<Record<string, Tensor>>): tf.Tensor[] =>
  tf.tidy(() => {
    const lasting = new Set([...fixed.values()].map(({ tensor }) => tensor));
    const values = liveValues((tensor) => lasting.has(tensor), fixed);
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
