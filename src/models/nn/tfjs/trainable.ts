import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../../../domain/image.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { checkWeights } from '../check-weights.ts';
import type { Network } from '../network.ts';
import type { ParameterSpec } from '../ops.ts';
import { buildWith } from '../shapes.ts';
import { type CommonOps, type ModeOps, tfjsOps } from './tfjs-ops.ts';
import { type StepStatistics, trainingMode } from './training-mode.ts';
import { useMode } from './use-mode.ts';
import { type VariableStore, variableStore } from './variable-store.ts';
import { inOrder, plain, type View, viewOf } from './view.ts';

type Inputs = Readonly<Record<string, Tensor>>;

/** What a pass in training gives. */
export interface TrainingPass {
  /** In the order of the network's output names. Freed by the caller, e.g. with the scope in which it asked. */
  readonly outputs: readonly tf.Tensor[];
  /** Where running statistics would be after this pass. Nothing has moved yet: `adopt` or `drop` them. */
  readonly statistics: StepStatistics;
}

/** A loss and its gradients by state-dict name; freed by the caller. Parameters that it does not depend on have none. */
export interface LossGradients {
  readonly loss: tf.Scalar;
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** A network on TensorFlow.js variables, to be trained. Everything speaks PyTorch's names and layouts. */
export interface TfjsTrainable extends Pick<VariableStore, 'variables' | 'stateDict' | 'dispose'> {
  /** In use: running statistics, no dropout, no gradients. */
  readonly evaluate: (inputs: Inputs) => readonly tf.Tensor[];
  /** In training. @param seed  of this step: all that is dropped follows from it */
  readonly train: (inputs: Inputs, options: { readonly seed: number }) => TrainingPass;
  /** @param loss  calls `train` and makes one number of its outputs; @param names  of the parameters that are trained */
  readonly differentiate: (loss: () => tf.Scalar, names: Iterable<string>) => LossGradients;
  /** Moves running statistics and counters to where a pass would have them, and frees what it kept. */
  readonly adopt: (statistics: StepStatistics) => void;
  /** Frees what a pass kept and moves nothing, e.g. because its loss is not finite. */
  readonly drop: (statistics: StepStatistics) => void;
}

const run = (
  network: Network,
  inputs: Inputs,
  parameter: (spec: ParameterSpec) => View,
  mode: (common: CommonOps) => ModeOps,
): readonly tf.Tensor[] => {
  const given = network.inputs.map(({ name }) => {
    const { data, shape } = inputs[name]!;
    return viewOf(tf.tensor(data, [...shape]));
  });
  return buildWith(network, tfjsOps(parameter, mode), given).map(plain);
};

/** The views of one pass: a weight that several passes of it use is laid out once. */
const parametersOf = ({ variables, buffers }: VariableStore) => {
  const views = new Map<string, View>();
  return ({ name }: ParameterSpec): View => {
    const known = views.get(name);
    if (known !== undefined) return known;
    const tensor = variables.get(name) ?? buffers.get(name) ?? tf.scalar(0);
    const view = { tensor, order: inOrder(tensor.rank), name, layouts: new Map<string, tf.Tensor>() };
    views.set(name, view);
    return view;
  };
};

/**
 * Puts a network's weights into variables of the backend in use.
 * @throws SpineError when the weights are not those of the network
 */
export const tfjsTrainable = (network: Network, weights: StateDict): TfjsTrainable => {
  checkWeights(network, weights);
  const store = variableStore(network, weights);
  const { variables } = store;
  const drop = ({ running }: StepStatistics): void => tf.dispose([...running.values()]);
  return {
    variables,
    stateDict: store.stateDict,
    dispose: store.dispose,
    evaluate: (inputs) => tf.tidy(() => [...run(network, inputs, parametersOf(store), useMode)]),
    train: (inputs, { seed }) => {
      const statistics = { running: new Map<string, tf.Tensor>(), passes: new Map<string, number>() };
      const outputs = run(network, inputs, parametersOf(store), trainingMode({ seed, ...statistics }));
      return { outputs, statistics };
    },
    differentiate: (loss, names) => {
      const trained = [...names].map((name) => [name, variables.get(name)!] as const);
      const { value, grads } = tf.variableGrads(
        loss,
        trained.map(([, variable]) => variable),
      );
      const found = trained.flatMap(([name, variable]) => {
        const gradient = grads[variable.name];
        return gradient === undefined ? [] : [[name, gradient] as const];
      });
      return { loss: value, gradients: new Map(found) };
    },
    adopt: (statistics) => {
      store.move(statistics);
      drop(statistics);
    },
    drop,
  };
};
