import * as tf from '@tensorflow/tfjs-core';
import type { AllOps } from '../../gradient/primitives.ts';
import type { ParameterSpec } from '../../ops.ts';
import { scoped, shapeOf, type View } from '../view.ts';
import { applyStep } from './apply-step.ts';
import type { Procedure, Step, StepBody } from './recorded.ts';

/** A step, and the values that it is the last to use. */
interface Planned {
  readonly step: Step;
  readonly ending: readonly number[];
  /** Body of `eachStep`. */
  readonly body: readonly Planned[];
}

/** Operands of a step, including those used within its body. */
export const takenBy = ({ operation, operands }: Step): readonly number[] => {
  if (operation.op !== 'eachStep') return operands;
  const { input, steps, result } = operation.body;
  const made = new Set([input, ...steps.map(({ value }) => value)]);
  return [...operands, ...[...steps.flatMap(takenBy), result].filter((value) => !made.has(value))];
};

/** @param own values that may be freed here: inputs never, others unless used later */
const planned = (steps: readonly Step[], own: readonly number[], results: readonly number[]): Planned[] => {
  const may = new Set([...own, ...steps.map(({ value }) => value)]);
  const last = new Map(steps.flatMap((step, index) => takenBy(step).map((value) => [value, index] as const)));
  const ending = steps.map((): number[] => []);
  for (const [value, index] of last) if (may.has(value) && !results.includes(value)) ending[index]!.push(value);
  return steps.map((step, index) => ({ step, ending: ending[index]!, body: bodyOf(step) }));
};

const bodyOf = ({ operation }: Step): Planned[] => {
  if (operation.op !== 'eachStep') return [];
  const { input, steps, result } = operation.body;
  return planned(steps, [input], [result]);
};

/** Kept tensors, such as statistics and loaded weights, and variables outlive a replay. */
const outlives = (tensor: tf.Tensor): boolean => tensor.kept || tensor instanceof tf.Variable;

/** Values during a replay. Several may share a tensor, which is freed with the last of them. */
const liveValues = () => {
  const live = new Map<number, View>();
  const holders = new Map<tf.Tensor, number>();
  return {
    get: (value: number): View => live.get(value)!,
    set: (value: number, view: View): void => {
      live.set(value, view);
      holders.set(view.tensor, (holders.get(view.tensor) ?? 0) + 1);
    },
    /** Ends a value; one that was not set here stays. */
    end: (value: number): void => {
      const tensor = live.get(value)?.tensor;
      if (tensor === undefined) return;
      live.delete(value);
      const others = holders.get(tensor)! - 1;
      holders.set(tensor, others);
      if (others === 0 && !outlives(tensor)) tensor.dispose();
    },
  };
};

interface Replay {
  readonly nn: AllOps<View>;
  readonly n: number;
  readonly values: ReturnType<typeof liveValues>;
  readonly parameter: (name: string) => View;
}

const computed = (replay: Replay, { step, body }: Planned): View => {
  const { nn, n, values, parameter } = replay;
  const { operation } = step;
  const operands = step.operands.map(values.get);
  switch (operation.op) {
    case 'parameter':
      return parameter(operation.name);
    case 'constant':
      return nn.constant(operation.values, operation.shape);
    case 'transpose':
      return applyStep(nn, operation, operands, n); // a view of the same tensor that keeps its other layouts
    case 'eachStep':
      return scoped(() =>
        nn.eachStep(operands[0]!, operation.count, (given) => bodyResult(replay, operation.body, { body, given })),
      );
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

/** In evaluation mode a body runs once, with the rows of all steps. */
const bodyResult = (
  replay: Replay,
  { input, rows, result }: StepBody,
  { body, given }: { readonly body: readonly Planned[]; readonly given: View },
): View => {
  replay.values.set(input, given);
  run({ ...replay, n: shapeOf(given)[0]! / rows }, body);
  return replay.values.get(result);
};

/** Context of a replay. */
export interface ReplayWith {
  readonly nn: AllOps<View>;
  readonly given: readonly View[];
  readonly batch: number;
}

/** Values from elsewhere than the inputs. */
interface Surroundings {
  /** Specs of the parameters that the operations provide. */
  readonly parameters?: readonly Omit<ParameterSpec, 'constructed'>[];
  /** Values that no step computes; their tensors are kept. */
  readonly fixed?: ReadonlyMap<number, View>;
}

/**
 * Prepares a recorded procedure for repeated replay in the mode of the operations. Values are freed after their last use, except inputs and
 * parameters.
 */
export const replayable = (
  { inputs, steps, outputs }: Procedure,
  { parameters = [], fixed = new Map() }: Surroundings = {},
): ((o: ReplayWith) => readonly View[]) => {
  const plan = planned(steps, [], outputs);
  const specs = new Map(parameters.map((spec) => [spec.name, spec]));
  return ({ nn, given, batch }) => {
    const values = liveValues();
    for (const [value, view] of fixed) values.set(value, view);
    for (const [index, value] of inputs.entries()) values.set(value, given[index]!);
    run({ nn, n: batch, values, parameter: (name) => nn.parameter(specs.get(name)!) }, plan);
    return outputs.map(values.get);
  };
};
