import * as tf from '@tensorflow/tfjs-core';
import type { Ops, ParameterSpec } from '../../ops.ts';
import { trainingPrimitives } from '../training-ops.ts';
import { scoped, type View } from '../view.ts';
import { applyStep } from './apply-step.ts';
import { type LiveValues, liveValues } from './live-values.ts';
import type { Procedure, StepBody, TrainingStep } from './recorded-training.ts';

/** A step, and the values that it is the last to use. */
interface Planned {
  readonly step: TrainingStep;
  readonly ending: readonly number[];
  /** Body of `eachStep`. */
  readonly body: readonly Planned[];
}

/** Operands of a step, including those used within its body. */
const takenBy = ({ operation, operands }: TrainingStep): readonly number[] => {
  if (operation.op !== 'eachStep') return operands;
  const { input, steps } = operation.body;
  const made = new Set([input, ...steps.map(({ value }) => value)]);
  return [...operands, ...steps.flatMap(takenBy).filter((value) => !made.has(value))];
};

/** @param own values that may be freed here: inputs never, others unless used later */
const planned = (steps: readonly TrainingStep[], own: readonly number[], results: readonly number[]): Planned[] => {
  const may = new Set([...own, ...steps.map(({ value }) => value)]);
  const last = new Map(steps.flatMap((step, index) => takenBy(step).map((value) => [value, index] as const)));
  const ending = steps.map((): number[] => []);
  for (const [value, index] of last) if (may.has(value) && !results.includes(value)) ending[index]!.push(value);
  return steps.map((step, index) => ({ step, ending: ending[index]!, body: bodyOf(step) }));
};

const bodyOf = ({ operation }: TrainingStep): Planned[] => {
  if (operation.op !== 'eachStep') return [];
  const { input, steps, result } = operation.body;
  return planned(steps, [input], [result]);
};

/** Kept statistics and variables outlive a replay. */
const outlives = (tensor: tf.Tensor): boolean => tensor.kept || tensor instanceof tf.Variable;

interface Replay {
  readonly nn: Ops<View>;
  readonly n: number;
  readonly values: LiveValues;
  readonly parameter: (name: string) => View;
}

const computed = (replay: Replay, { step, body }: Planned): View => {
  const { nn, n, values, parameter } = replay;
  const { operation } = step;
  const operands = step.operands.map(values.get);
  const operand = (index: number): View => operands[index]!;
  switch (operation.op) {
    case 'parameter':
      return parameter(operation.name);
    case 'constant':
      return nn.constant(operation.values, operation.shape);
    case 'transpose':
      return nn.transpose(operand(0), operation.order); // a view of the same tensor that keeps its other layouts
    case 'dropout':
      return scoped(() => nn.dropout(operand(0), operation.options));
    case 'eachStep':
      return scoped(() =>
        nn.eachStep(operand(0), operation.count, (given) => bodyResult(replay, operation.body, { body, given })),
      );
    case 'sum':
      return scoped(() => trainingPrimitives.sum(operand(0), operation.axes));
    case 'div':
      return scoped(() => trainingPrimitives.div(operand(0), operand(1)));
    case 'sqrt':
      return scoped(() => trainingPrimitives.sqrt(operand(0)));
    case 'logSoftmax':
      return scoped(() => trainingPrimitives.logSoftmax(operand(0)));
    case 'input':
      throw new Error(`the input ${operation.name} is not given`);
    default:
      return scoped(() => applyStep(nn, operation, operands, n));
  }
};

const run = (replay: Replay, steps: readonly Planned[]): void => {
  for (const planned of steps) {
    replay.values.set(planned.step.value, computed(replay, planned));
    for (const value of planned.ending) replay.values.end(value);
  }
};

const bodyResult = (
  replay: Replay,
  { input, result }: StepBody,
  { body, given }: { readonly body: readonly Planned[]; readonly given: View },
): View => {
  replay.values.set(input, given);
  run(replay, body);
  return replay.values.get(result);
};

/** Context of a replay. */
export interface ReplayWith {
  readonly nn: Ops<View>;
  readonly given: readonly View[];
  readonly batch: number;
}

/**
 * Prepares a recorded procedure for repeated replay in the mode of the operations. Values are freed after their last use, except inputs and
 * parameters.
 */
export const replayable = (
  { inputs, steps, outputs }: Procedure,
  parameters: readonly Omit<ParameterSpec, 'constructed'>[] = [],
): ((o: ReplayWith) => readonly View[]) => {
  const plan = planned(steps, [], outputs);
  const specs = new Map(parameters.map((spec) => [spec.name, spec]));
  return ({ nn, given, batch }) => {
    const values = liveValues(outlives);
    for (const [index, value] of inputs.entries()) values.set(value, given[index]!);
    run({ nn, n: batch, values, parameter: (name) => nn.parameter(specs.get(name)!) }, plan);
    return outputs.map(values.get);
  };
};
