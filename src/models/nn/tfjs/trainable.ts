import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../domain/image.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { checkWeights } from '../check-weights.ts';
import type { Network } from '../network.ts';
import type { Ops, ParameterSpec } from '../ops.ts';
import { buildWith, parametersOf } from '../shapes.ts';
import { explained } from './errors.ts';
import { freeOnWayBack } from './gradients/free-on-way-back.ts';
import { explainedGradient, type TapeEntries } from './gradients/missing-gradients.ts';
import { type PassParameters, passParameters } from './pass-parameters.ts';
import { type CommonOps, type ModeOps, tfjsOps } from './tfjs-ops.ts';
import { type StepStatistics, trainingMode } from './training-mode.ts';
import { type TrainingOps, trainingOps } from './training-ops.ts';
import { useMode } from './use-mode.ts';
import { type VariableStore, variableStore } from './variable-store.ts';
import { plain, type View, viewOf } from './view.ts';

/** Arrays become tensors within the pass; tensors stay the caller's. */
type Inputs = Readonly<Record<string, Tensor | tf.Tensor>>;

/** One pass forward and back. */
export interface PassRequest {
  readonly inputs: Inputs;
  /** Of this pass: all that is dropped follows from it. */
  readonly seed: string;
  /** One number, [], of the network's outputs, in their order. */
  readonly loss: (nn: TrainingOps, outputs: readonly View[]) => View;
  /** State-dict names of the parameters that are trained. */
  readonly trained: Iterable<string>;
  /** Those of the pass before, if several make one step: this pass goes on from them and takes them over, also when it fails. */
  readonly statistics?: StepStatistics;
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
export interface TfjsTrainable extends Pick<VariableStore, 'variables' | 'buffers' | 'stateDict' | 'dispose'> {
  /** In training: statistics of the batch, dropout. */
  readonly differentiate: (request: PassRequest) => PassResult;
  /**
   * In use: running statistics, no dropout.
   * @param instead  weights that take the place of the variables, such as averages
   * @returns what is made of the outputs; freed by the caller
   */
  readonly evaluate: (
    inputs: Inputs,
    make: (nn: TrainingOps, outputs: readonly View[]) => readonly View[],
    instead?: (name: string) => tf.Tensor | undefined,
  ) => readonly tf.Tensor[];
  /** Moves running statistics and counters to where a pass would have them, and frees what it kept. */
  readonly adopt: (statistics: StepStatistics) => void;
  /** Frees what a pass kept and moves nothing, e.g. because its loss is not finite. */
  readonly drop: (statistics: StepStatistics) => void;
}

/** What has to be known of a network. */
export interface TrainableNetwork {
  readonly inputNames: readonly string[];
  readonly parameters: readonly ParameterSpec[];
  /** Computes the outputs. The operations give the parameters. */
  readonly forward: (nn: Ops<View>, inputs: readonly View[]) => readonly View[];
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
    return viewOf(input instanceof tf.Tensor ? input : tf.tensor(input.data, [...input.shape]));
  });
  return forward(tfjsOps(parameters.get, mode), given);
};

const drop = ({ running }: StepStatistics): void => tf.dispose([...running.values()]);

/** Frees what was kept for the way back; after a way back that came to its end there is nothing left. */
const freeTape = (tape: TapeEntries): void => {
  for (const { saved } of tape) tf.dispose(saved ?? []);
};

const scalar = (x: tf.Tensor): tf.Scalar => tf.reshape<tf.Rank.R0>(x, []);

const newStatistics = (): StepStatistics => ({ running: new Map(), passes: new Map() });

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

/** Puts weights, which fit, into variables of the backend in use. */
export const trainableOf = (network: TrainableNetwork, weights: StateDict): TfjsTrainable => {
  const store = variableStore(network.parameters, weights);
  const trained = { ...network, store };
  return {
    variables: store.variables,
    buffers: store.buffers,
    stateDict: store.stateDict,
    dispose: store.dispose,
    differentiate: (request) => differentiated(trained, request),
    evaluate: (...args) => evaluated(trained, ...args),
    adopt: (statistics) => {
      store.move(statistics);
      drop(statistics);
    },
    drop,
  };
};

/**
 * Puts a network's weights into variables of the backend in use.
 * @throws SpineError when the weights are not those of the network
 */
export const tfjsTrainable = (network: Network, weights: StateDict): TfjsTrainable => {
  checkWeights(network, weights);
  const forward: TrainableNetwork['forward'] = (nn, inputs) => buildWith(network, nn, inputs);
  const inputNames = network.inputs.map(({ name }) => name);
  return trainableOf({ inputNames, parameters: parametersOf(network), forward }, weights);
};
