import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../../domain/image.ts';
import { transposed } from '../kernels/transposed.ts';
import { weightOrder } from '../kernels/weight-layout.ts';
import { type View, viewOf } from '../view.ts';
import type { Recording, Step } from './recorded.ts';
import { isComputed, replay, stepResult } from './replay.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** A network in evaluation mode with its weights in the backend's memory. */
export interface LoadedNetwork {
  readonly predict: (inputs: Tensors) => Promise<Tensors>;
  readonly dispose: () => void;
}

/** A weight in the layout that its first step requires; the view keeps PyTorch's axes. */
const weightView = ({ steps }: Recording, value: number, { data, shape }: Tensor): View => {
  const user = steps.find(({ operands }) => operands.includes(value));
  const order = user && weightOrder(user, value, shape);
  const moves = order?.map((_, axis) => order.indexOf(axis));
  const tensor = tf.tidy(() => {
    const stored = tf.tensor(data, [...shape]);
    return moves === undefined ? stored : transposed(stored, moves);
  });
  return viewOf(tensor, order);
};

/** Weights, constants, and values that depend only on them, computed once. */
const fixedValues = (recording: Recording, weights: ReadonlyMap<string, Tensor>): Map<number, View> => {
  const fixed = new Map<number, View>();
  const make = ({ operation, operands }: Step, value: number): View | undefined => {
    if (operation.op === 'constant') return viewOf(tf.tensor(operation.values, [...operation.shape]));
    if (operation.op === 'parameter') {
      const weight = weights.get(operation.name);
      return weight && weightView(recording, value, weight);
    }
    const known = operands.map((operand) => fixed.get(operand)).filter((view) => view !== undefined);
    const all = known.length === operands.length;
    return isComputed(operation) && all ? stepResult(operation, known, 1) : undefined;
  };
  for (const [value, step] of recording.steps.entries()) {
    const view = make(step, value);
    if (view !== undefined) fixed.set(value, view);
  }
  return fixed;
};

/** For each step, the values that no later step or output uses. */
const lastUses = ({ steps, outputs }: Recording): ReadonlyMap<number, readonly number[]> => {
  const last = new Map(steps.flatMap(({ operands }, index) => operands.map((operand) => [operand, index] as const)));
  for (const { value } of outputs) last.delete(value);
  const ending = new Map<number, number[]>();
  for (const [value, index] of last) ending.set(index, [...(ending.get(index) ?? []), value]);
  return ending;
};

/** Values that a step with dependence on the inputs uses, or that are outputs. */
const stillNeeded = ({ steps, outputs }: Recording, fixed: ReadonlyMap<number, View>): ReadonlyMap<number, View> => {
  const taken = steps.flatMap(({ operands }, index) => (fixed.has(index) ? [] : operands));
  const needed = new Set([...taken, ...outputs.map(({ value }) => value)]);
  return new Map([...fixed].filter(([value]) => needed.has(value)));
};

const inHost = async (tensor: tf.Tensor): Promise<Tensor> => {
  const data = await tensor.data<'float32'>();
  const { shape } = tensor;
  tensor.dispose();
  return { shape, data: data.slice() };
};

/** Loads a recorded network's weights into the backend. @param weights float parameters by name, in PyTorch's layout */
export const loadRecording = (recording: Recording, weights: ReadonlyMap<string, Tensor>): LoadedNetwork => {
  const made = fixedValues(recording, weights);
  const fixed = stillNeeded(recording, made);
  const kept = new Set([...fixed.values()].map(({ tensor }) => tensor));
  for (const { tensor } of made.values()) if (!kept.has(tensor)) tensor.dispose();

  const ending = lastUses(recording);
  const steps = recording.steps.flatMap((step, value) =>
    made.has(value) ? [] : [{ ...step, value, ending: ending.get(value) ?? [] }],
  );
  return {
    predict: async (inputs) => {
      const results = await Promise.all(replay({ fixed, steps, outputs: recording.outputs }, inputs).map(inHost));
      return Object.fromEntries(recording.outputs.map(({ name }, index) => [name, results[index]!]));
    },
    dispose: () => tf.dispose([...kept]),
  };
};
