import { elementsPerSample, type Shape } from '../../dim.ts';
import type { Loss, UpdateRule } from '../../gradient/update-rule.ts';
import type { Network } from '../../network.ts';
import type { ParameterSpec } from '../../ops.ts';
import { parameterTable } from '../../parameter-table.ts';
import { buildWith, parametersOf } from '../../shapes.ts';
import type { NetworkRecording, Procedure, Step } from './recorded.ts';
import { type Recorder, recordingOps, type Value } from './recording-ops.ts';

interface Recording extends Recorder {
  readonly steps: readonly Step[];
  /** Elements of the largest value for one sample. */
  readonly largest: () => number;
}

const newRecording = (): Recording => {
  const steps: Step[] = [];
  let block = steps;
  let values = 0;
  let largest = 0;
  const given = (shape: Shape): Value => {
    largest = Math.max(largest, elementsPerSample(shape));
    return { id: values++, shape };
  };
  return {
    steps,
    largest: () => largest,
    given,
    emit: (operation, operands, shape) => {
      const value = given(shape);
      // Constant values are computed once, before the steps that use them.
      const into = operation.op === 'constant' || operation.op === 'parameter' ? steps : block;
      into.push({ value: value.id, operation, operands: operands.map(({ id }) => id) });
      return value;
    },
    aside: (work) => {
      const before = block;
      const own: Step[] = [];
      block = own;
      work();
      block = before;
      return own;
    },
  };
};

/** Losses and optimisers have none of their own. */
export const noParameters = ({ name }: ParameterSpec): never => {
  throw new Error(`a loss or an optimiser asked for the parameter ${name}`);
};

const idsOf = (values: readonly Value[]): readonly number[] => values.map(({ id }) => id);

const procedure = ({ steps }: Recording, inputs: readonly Value[], outputs: readonly Value[]): Procedure => ({
  inputs: idsOf(inputs),
  steps,
  outputs: idsOf(outputs),
});

/** Records a network for replay in training or evaluation mode. Requires no library and takes milliseconds. */
export const recordNetwork = (network: Network): NetworkRecording => {
  const recording = newRecording();
  const table = parameterTable(({ name, shape }) => recording.emit({ op: 'parameter', name }, [], shape));
  const inputs = network.inputs.map(({ shape }) => recording.given(shape));
  const outputs = buildWith(network, recordingOps(recording, table.get), inputs);
  return {
    ...procedure(recording, inputs, outputs),
    name: network.name,
    largest: recording.largest(),
    inputNames: network.inputs.map(({ name }) => name),
    outputNames: network.outputNames,
    parameters: parametersOf(network).map(({ constructed: _, ...spec }) => spec),
  };
};

/** Records a loss: from output and target to one number. @param output shape of the output for the batch */
export const recordLoss = (loss: Loss, output: readonly number[]): Procedure => {
  const recording = newRecording();
  const inputs = [recording.given(output), recording.given(loss.targetShape(output))];
  return procedure(recording, inputs, [loss.total(recordingOps(recording, noParameters), inputs[0]!, inputs[1]!)]);
};

/** Names of the scalars that a rule takes for each step. */
export const scalarNames = (rule: UpdateRule): readonly string[] =>
  Object.keys(rule.scalars({ step: 1, learningRate: 0 }));

/** Records an update: from parameter, gradient, slots and scalars to parameter and slots. */
export const recordUpdate = (rule: UpdateRule, shape: readonly number[]): Procedure => {
  const recording = newRecording();
  const [parameter, gradient] = [recording.given(shape), recording.given(shape)];
  const slots = rule.slots.map(() => recording.given(shape));
  const scalars = scalarNames(rule).map((name) => [name, recording.given([])] as const);
  const known = new Map(scalars);
  const nn = recordingOps(recording, noParameters);
  const updated = rule.update(nn, { parameter, gradient, slots, scalar: (name) => known.get(name)! });
  const inputs = [parameter, gradient, ...slots, ...known.values()];
  return procedure(recording, inputs, [updated.parameter, ...updated.slots]);
};
