import { elementsPerSample, type Shape } from '../../dim.ts';
import type { LossPrimitives, OptimiserPrimitives } from '../../gradient/primitives.ts';
import type { Loss, UpdateRule } from '../../gradient/update-rule.ts';
import type { Network } from '../../network.ts';
import type { Kernel, ParameterSpec } from '../../ops.ts';
import { parameterTable } from '../../parameter-table.ts';
import * as rules from '../../shape-rules.ts';
import { buildWith, parametersOf } from '../../shapes.ts';
import type { NetworkRecording, Procedure, TrainingOperation, TrainingStep } from './recorded-training.ts';
import { recordingOps, type Value } from './recording-ops.ts';

interface Recorder {
  readonly emit: (operation: TrainingOperation, operands: readonly Value[], shape: Shape) => Value;
  /** An input value. */
  readonly given: (shape: Shape) => Value;
  /** Records the work into a separate procedure. */
  readonly aside: (work: () => void) => readonly TrainingStep[];
  readonly steps: readonly TrainingStep[];
  /** Elements of the largest value for one sample. */
  readonly largest: () => number;
}

const recorder = (): Recorder => {
  const steps: TrainingStep[] = [];
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
      const own: TrainingStep[] = [];
      block = own;
      work();
      block = before;
      return own;
    },
  };
};

const stepShape = (shape: Shape, count: number): Shape => [shape[0]!, ...rules.foldedShape(shape, count).slice(1)];

/** Operations that differ between training and evaluation mode. */
const trainingKernel = ({ emit, given, aside }: Recorder): Partial<Kernel<Value>> => ({
  batchNorm: (x, { weight, bias, runningMean, runningVar, batchesTracked }) =>
    emit({ op: 'batchNorm' }, [x, weight, bias, runningMean, runningVar, batchesTracked], x.shape),
  dropout: (x, options) => emit({ op: 'dropout', options }, [x], x.shape),
  eachStep: (x, count, body) => {
    const input = given(stepShape(x.shape, count));
    let result = input;
    const steps = aside(() => {
      result = body(input);
    });
    const [n, ...rest] = result.shape;
    return emit(
      { op: 'eachStep', count, body: { input: input.id, steps, result: result.id } },
      [x],
      [n!, count, ...rest],
    );
  },
});

const primitives = ({ emit }: Recorder): LossPrimitives<Value> & OptimiserPrimitives<Value> => ({
  sum: (x, axes) => emit({ op: 'sum', axes }, [x], rules.meanShape(x.shape, axes)),
  logSoftmax: (x) => emit({ op: 'logSoftmax' }, [x], x.shape),
  div: (a, b) => emit({ op: 'div' }, [a, b], rules.broadcastShape('div', a.shape, b.shape)),
  sqrt: (x) => emit({ op: 'sqrt' }, [x], x.shape),
});

/** Losses and optimisers have none of their own. */
export const noParameters = ({ name }: ParameterSpec): never => {
  throw new Error(`a loss or an optimiser asked for the parameter ${name}`);
};

const opsOf = (recording: Recorder) => ({
  ...recordingOps(recording.emit, noParameters),
  ...primitives(recording),
});

const idsOf = (values: readonly Value[]): readonly number[] => values.map(({ id }) => id);

const procedure = ({ steps }: Recorder, inputs: readonly Value[], outputs: readonly Value[]): Procedure => ({
  inputs: idsOf(inputs),
  steps,
  outputs: idsOf(outputs),
});

/** Records a network for replay in training and evaluation mode. */
export const recordForTraining = (network: Network): NetworkRecording => {
  const recording = recorder();
  const table = parameterTable(({ name, shape }) => recording.emit({ op: 'parameter', name }, [], shape));
  const inputs = network.inputs.map(({ shape }) => recording.given(shape));
  const nn = recordingOps(recording.emit, table.get, trainingKernel(recording));
  const outputs = buildWith(network, nn, inputs);
  return {
    ...procedure(recording, inputs, outputs),
    name: network.name,
    largest: recording.largest(),
    inputNames: network.inputs.map(({ name }) => name),
    parameters: parametersOf(network).map(({ constructed: _, ...spec }) => spec),
  };
};

/** Records a loss: from output and target to one number. @param output shape of the output for the batch */
export const recordLoss = (loss: Loss, output: readonly number[]): Procedure => {
  const recording = recorder();
  const inputs = [recording.given(output), recording.given(loss.targetShape(output))];
  return procedure(recording, inputs, [loss.total(opsOf(recording), inputs[0]!, inputs[1]!)]);
};

/** Names of the scalars that a rule takes for each step. */
export const scalarNames = (rule: UpdateRule): readonly string[] =>
  Object.keys(rule.scalars({ step: 1, learningRate: 0 }));

/** Records an update: from parameter, gradient, slots and scalars to parameter and slots. */
export const recordUpdate = (rule: UpdateRule, shape: readonly number[]): Procedure => {
  const recording = recorder();
  const [parameter, gradient] = [recording.given(shape), recording.given(shape)];
  const slots = rule.slots.map(() => recording.given(shape));
  const scalars = scalarNames(rule).map((name) => [name, recording.given([])] as const);
  const known = new Map(scalars);
  const updated = rule.update(opsOf(recording), { parameter, gradient, slots, scalar: (name) => known.get(name)! });
  const inputs = [parameter, gradient, ...slots, ...known.values()];
  return procedure(recording, inputs, [updated.parameter, ...updated.slots]);
};
