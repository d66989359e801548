import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../domain/image.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import type { ParameterSpec } from '../ops.ts';
import { explained } from './errors.ts';
import { explainedGradient, freeOnWayBack, freeTape, type TapeEntries } from './gradients/tape.ts';
import { tensorOf } from './host-tensors.ts';
import { type CommonOps, type ModeOps, tfjsOps } from './tfjs-ops.ts';
import { newStatistics, type StepStatistics, trainingMode } from './training-mode.ts';
import { type TrainingOps, trainingOps } from './training-ops.ts';
import { useMode } from './use-mode.ts';
import { type PassParameters, passParameters, type VariableStore, variableStore } from './variable-store.ts';
import { plain, type View, viewOf } from './view.ts';

/** Arrays become tensors within the pass; tensors remain the caller's. */
type Inputs = Readonly<Record<string, Tensor | tf.Tensor>>;

/** Options of a forward and backward pass. */
export interface PassRequest {
  readonly inputs: Inputs;
  /** Seed of this pass's dropout. */
  readonly seed: string;
  /** Computes a scalar, [], from the network's outputs, in order. */
  readonly loss: (nn: TrainingOps, outputs: readonly View[]) => View;
  /** State-dict names of the trained parameters. */
  readonly trained: Iterable<string>;
  /** Statistics of the previous micro-batch of the same step; this pass continues from them and takes ownership, even on failure. */
  readonly statistics?: StepStatistics;
}

/** Tensors are freed by the caller. */
export interface PassResult {
  readonly loss: tf.Tensor;
  /** By state-dict name, in PyTorch's layout. Parameters that do not affect the loss have none. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
  /** Running statistics after this pass, not yet applied: `adopt` or `drop` them. */
  readonly statistics: StepStatistics;
}

/** A trainable network on TensorFlow.js variables, with PyTorch's names and layouts. Only an optimiser assigns to `variables`. */
export interface TfjsTrainable extends VariableStore {
  /** Training mode: batch statistics, dropout. */
  readonly differentiate: (request: PassRequest) => PassResult;
  /**
   * Evaluation mode: running statistics, no dropout.
   * @param instead  weights that replace the variables, such as averages
   * @returns the result of the callback; freed by the caller
   */
  readonly evaluate: (
    inputs: Inputs,
    make: (nn: TrainingOps, outputs: readonly View[]) => readonly View[],
    instead?: (name: string) => tf.Tensor | undefined,
  ) => readonly tf.Tensor[];
  /** Applies a pass's running statistics, and frees the tensors that it kept. */
  readonly adopt: (statistics: StepStatistics) => void;
  /** Frees the tensors that a pass kept without applying them, e.g. because its loss is not finite. */
  readonly drop: (statistics: StepStatistics) => void;
}

/** Required facts about a network. */
export interface TrainableNetwork {
  readonly inputNames: readonly string[];
  readonly parameters: readonly ParameterSpec[];
  /** Computes the outputs. The operations provide the parameters. */
  readonly forward: (nn: TrainingOps, inputs: readonly View[]) => readonly View[];
}

interface Trained extends TrainableNetwork {
  readonly store: VariableStore;
}

const outputsOf = (
  { inputNames, forward }: Trained,
  inputs: Inputs,
  { parameters, mode }: { readonly parameters: PassParameters; readonly mode: (common: CommonOps) => ModeOps },
): readonly View[] => {
  const given = inputNames.map((name) => {
    const input = inputs[name]!;
    return viewOf(input instanceof tf.Tensor ? input : tensorOf(input));
  });
  return forward(tfjsOps(parameters.get, mode), given);
};

const drop = ({ running }: StepStatistics): void => tf.dispose([...running.values()]);

const scalar = (x: tf.Tensor): tf.Scalar => tf.reshape<tf.Rank.R0>(x, []);

const differentiated = (trained: Trained, request: PassRequest): PassResult => {
  const { inputs, seed, loss, statistics = newStatistics() } = request;
  const { store } = trained;
  const parameters = passParameters(store);
  let tape: TapeEntries = [];
  let result: tf.Scalar | undefined;
  const forward = () => {
    tape = tf.engine().state.activeTape ?? [];
    const outputs = outputsOf(trained, inputs, { parameters, mode: trainingMode({ seed, ...statistics }) });
    result = scalar(plain(loss(trainingOps(), outputs)));
    freeOnWayBack(tape);
    return result;
  };
  const variables = [...request.trained].map((name) => [name, store.variables.get(name)!] as const);
  const list = variables.map(([, variable]) => variable);
  try {
    const { value, grads } = tf.variableGrads(forward, list);
    const gradients = variables.flatMap(([name, variable]) => {
      const gradient = grads[variable.name];
      return gradient === undefined ? [] : [[name, gradient] as const];
    });
    return { loss: value, gradients: new Map(gradients), statistics };
  } catch (error) {
    result?.dispose();
    freeTape(tape);
    drop(statistics);
    throw explained(explainedGradient(error, tape, store.variables));
  } finally {
    parameters.free();
  }
};

const evaluated = (trained: Trained, ...[inputs, make, instead]: Parameters<TfjsTrainable['evaluate']>) =>
  tf.tidy(() => {
    const parameters = passParameters(trained.store, instead);
    try {
      const outputs = outputsOf(trained, inputs, { parameters, mode: useMode });
      return make(trainingOps(), outputs).map((view) => tf.clone(plain(view)));
    } finally {
      parameters.free();
    }
  });

/** Copies valid weights into variables of the current backend. */
export const trainableOf = (network: TrainableNetwork, weights: StateDict): TfjsTrainable => {
  const store = variableStore(network.parameters, weights);
  const trained = { ...network, store };
  return {
    ...store,
    differentiate: (request) => differentiated(trained, request),
    evaluate: (...args) => evaluated(trained, ...args),
    adopt: (statistics) => {
      for (const [name, tensor] of statistics.running) store.buffers.get(name)!.assign(tensor);
      drop(statistics);
    },
    drop,
  };
};
