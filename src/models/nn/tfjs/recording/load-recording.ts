import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../../domain/image.ts';
import { inverseOrder } from '../../axis-order.ts';
import { inHost, tensorOf } from '../host-tensors.ts';
import { transposed } from '../kernels/transposed.ts';
import { weightOrder } from '../kernels/weight-layout.ts';
import { tfjsOps } from '../tfjs-ops.ts';
import { useMode } from '../use-mode.ts';
import { plain, scoped, type View, viewOf } from '../view.ts';
import { applyStep } from './apply-step.ts';
import { everyStep, type NetworkRecording, type Step } from './recorded.ts';
import { replayable, takenBy } from './replay.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** A network in evaluation mode with its weights in the backend's memory. */
export type LoadedNetwork = ReturnType<typeof loadRecording>;

const notGiven = (): never => {
  throw new Error('a loaded network has its parameters as fixed values');
};

/** A weight in the layout that its first step requires; the view keeps PyTorch's axes. */
const weightView = (steps: readonly Step[], value: number, weight: Tensor): View => {
  const user = steps.find(({ operands }) => operands.includes(value));
  const order = user && weightOrder(user, value, weight.shape);
  const moves = order && inverseOrder(order);
  const tensor = tf.tidy(() => (moves === undefined ? tensorOf(weight) : transposed(tensorOf(weight), moves)));
  return viewOf(tensor, order);
};

/** Weights, constants, and values that depend only on them, computed once, since evaluation mode runs every body once. */
const fixedValues = (recording: NetworkRecording, weights: ReadonlyMap<string, Tensor>): Map<number, View> => {
  const nn = tfjsOps(notGiven, useMode);
  const steps = everyStep(recording.steps);
  const fixed = new Map<number, View>();
  const make = ({ operation, operands, value }: Step): View | undefined => {
    if (operation.op === 'eachStep') return undefined;
    if (operation.op === 'constant') return viewOf(tensorOf({ data: operation.values, shape: operation.shape }));
    if (operation.op === 'parameter') {
      const weight = weights.get(operation.name);
      return weight && weightView(steps, value, weight);
    }
    const known = operands.map((operand) => fixed.get(operand)).filter((view) => view !== undefined);
    return known.length === operands.length ? scoped(() => applyStep(nn, operation, known, 1)) : undefined;
  };
  for (const step of steps) {
    const view = make(step);
    if (view !== undefined) fixed.set(step.value, view);
  }
  return fixed;
};

/** The steps that depend on the inputs. Batch counters are no values of evaluation mode. */
const stepsBeyond = (steps: readonly Step[], fixed: ReadonlyMap<number, View>): readonly Step[] =>
  steps
    .filter(({ value, operation }) => operation.op !== 'parameter' && !fixed.has(value))
    .map((step): Step => {
      const { operation } = step;
      if (operation.op !== 'eachStep') return step;
      const { body } = operation;
      return { ...step, operation: { ...operation, body: { ...body, steps: stepsBeyond(body.steps, fixed) } } };
    });

/** Loads a recorded network's weights into the backend. @param weights float parameters by name, in PyTorch's layout */
export const loadRecording = (recording: NetworkRecording, weights: ReadonlyMap<string, Tensor>) => {
  const { inputs: numbers, inputNames, outputs, outputNames } = recording;
  const made = fixedValues(recording, weights);
  const steps = stepsBeyond(recording.steps, made);
  const needed = new Set([...steps.flatMap(takenBy), ...outputs]);
  const fixed = new Map([...made].filter(([value]) => needed.has(value)));
  const held = new Set([...fixed.values()].map(({ tensor }) => tf.keep(tensor)));
  for (const { tensor } of made.values()) if (!held.has(tensor)) tensor.dispose();

  const nn = tfjsOps(notGiven, useMode);
  const replay = replayable({ inputs: numbers, steps, outputs }, { fixed });
  return {
    predict: async (inputs: Tensors): Promise<Tensors> => {
      const results = tf.tidy(() => {
        const given = inputNames.map((name) => viewOf(tensorOf(inputs[name]!)));
        const batch = given[0]?.tensor.shape[0] ?? 1;
        return replay({ nn, given, batch }).map((view) => tf.clone(plain(view)));
      });
      try {
        const tensors = await Promise.all(results.map(inHost));
        return Object.fromEntries(outputNames.map((name, index) => [name, tensors[index]!]));
      } finally {
        tf.dispose(results);
      }
    },
    dispose: () => tf.dispose([...held]),
  };
};
