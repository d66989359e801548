import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../domain/image.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { checkWeights } from '../check-weights.ts';
import type { Network } from '../network.ts';
import type { ParameterSpec } from '../ops.ts';
import { buildWith } from '../shapes.ts';
import { explained } from './errors.ts';
import { type CommonOps, type ModeOps, tfjsOps } from './tfjs-ops.ts';
import { type StepStatistics, trainingMode } from './training-mode.ts';
import { type TrainingOps, trainingOps } from './training-ops.ts';
import { useMode } from './use-mode.ts';
import { type VariableStore, variableStore } from './variable-store.ts';
import { inOrder, plain, type View, viewOf } from './view.ts';

type Inputs = Readonly<Record<string, Tensor>>;

/** One pass forward and back. */
export interface PassRequest {
  readonly inputs: Inputs;
  /** Of this pass: all that is dropped follows from it. */
  readonly seed: string;
  /** One number, [], of the network's outputs, in their order. */
  readonly loss: (nn: TrainingOps, outputs: readonly View[]) => View;
  /** State-dict names of the parameters that are trained. */
  readonly trained: Iterable<string>;
}

/** Tensors are the caller's to free. */
export interface PassResult {
  readonly loss: tf.Tensor;
  /** By state-dict name, in PyTorch's layout. Parameters that the loss does not depend on have none. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** Where running statistics would be after this pass. Nothing has moved yet: `adopt` or `drop` them. */
  readonly statistics: StepStatistics;
}

/**
 * A network on TensorFlow.js variables, to be trained. Everything speaks PyTorch's names and layouts. An optimiser assigns to
 * `variables`; nothing else changes them.
 */
export interface TfjsTrainable extends Pick<VariableStore, 'variables' | 'stateDict' | 'dispose'> {
  /** In training: statistics of the batch, dropout. */
  readonly differentiate: (request: PassRequest) => PassResult;
  /** In use: running statistics, no dropout. @returns what is made of the outputs; freed by the caller */
  readonly evaluate: (
    inputs: Inputs,
    make: (nn: TrainingOps, outputs: readonly View[]) => readonly View[],
  ) => readonly tf.Tensor[];
  /** Moves running statistics and counters to where a pass would have them, and frees what it kept. */
  readonly adopt: (statistics: StepStatistics) => void;
  /** Frees what a pass kept and moves nothing, e.g. because its loss is not finite. */
  readonly drop: (statistics: StepStatistics) => void;
}

const outputsOf = (
  network: Network,
  inputs: Inputs,
  parameter: (spec: ParameterSpec) => View,
  mode: (common: CommonOps) => ModeOps,
): readonly View[] => {
  const given = network.inputs.map(({ name }) => {
    const { data, shape } = inputs[name]!;
    return viewOf(tf.tensor(data, [...shape]));
  });
  return buildWith(network, tfjsOps(parameter, mode), given);
};

/** The parameters of one pass: a weight that it uses several times is laid out once. */
const passParameters = ({ variables, buffers }: VariableStore) => {
  const views = new Map<string, View>();
  const layouts: Map<string, tf.Tensor>[] = [];
  return {
    get: ({ name }: ParameterSpec): View => {
      const known = views.get(name);
      if (known !== undefined) return known;
      const tensor = variables.get(name) ?? buffers.get(name) ?? tf.scalar(0);
      const view = { tensor, order: inOrder(tensor.rank), name, layouts: new Map<string, tf.Tensor>() };
      views.set(name, view);
      layouts.push(view.layouts);
      return view;
    },
    free: (): void => tf.dispose(layouts.flatMap((laid) => [...laid.values()])),
  };
};

const drop = ({ running }: StepStatistics): void => tf.dispose([...running.values()]);

/** What fails half way leaves behind what TensorFlow.js kept for the way back. */
const freeingTape = <R>(work: () => R): R => {
  try {
    return work();
  } catch (error) {
    for (const { saved } of tf.engine().state.activeTape ?? []) tf.dispose(saved ?? []);
    throw error;
  }
};

const orDropping = <R>(statistics: StepStatistics, work: () => R): R => {
  try {
    return work();
  } catch (error) {
    drop(statistics);
    throw explained(error);
  }
};

const scalar = (x: tf.Tensor): tf.Scalar => tf.reshape<tf.Rank.R0>(x, []);

const differentiated = (network: Network, store: VariableStore, request: PassRequest): PassResult => {
  const { inputs, seed, loss, trained } = request;
  const statistics = { running: new Map<string, tf.Tensor>(), passes: new Map<string, number>() };
  const parameters = passParameters(store);
  const forward = () =>
    freeingTape(() => {
      const outputs = outputsOf(network, inputs, parameters.get, trainingMode({ seed, ...statistics }));
      return scalar(plain(loss(trainingOps(), outputs)));
    });
  const variables = [...trained].map((name) => [name, store.variables.get(name)!] as const);
  const list = variables.map(([, variable]) => variable);
  const { value, grads } = orDropping(statistics, () => {
    try {
      return tf.variableGrads(forward, list);
    } finally {
      parameters.free();
    }
  });
  const gradients = variables.flatMap(([name, variable]) => {
    const gradient = grads[variable.name];
    return gradient === undefined ? [] : [[name, gradient] as const];
  });
  return { loss: value, gradients: new Map(gradients), statistics };
};

/**
 * Puts a network's weights into variables of the backend in use.
 * @throws SpineError when the weights are not those of the network
 */
export const tfjsTrainable = (network: Network, weights: StateDict): TfjsTrainable => {
  checkWeights(network, weights);
  const store = variableStore(network, weights);
  return {
    variables: store.variables,
    stateDict: store.stateDict,
    dispose: store.dispose,
    differentiate: (request) => differentiated(network, store, request),
    evaluate: (inputs, make) =>
      tf.tidy(() => {
        const parameters = passParameters(store);
        const outputs = outputsOf(network, inputs, parameters.get, useMode);
        const results = make(trainingOps(), outputs).map((view) => tf.clone(plain(view)));
        parameters.free();
        return results;
      }),
    adopt: (statistics) => {
      store.move(statistics);
      drop(statistics);
    },
    drop,
  };
};
