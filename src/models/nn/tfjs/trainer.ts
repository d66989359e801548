import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensor } from '../../runtime/store-calls.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { tensorsOf } from './batch-dataset.ts';
import { type Compared, gatherGradients, lossView, type StepPart } from './gradients/gather-gradients.ts';
import { inHost, tensorOf } from './host-tensors.ts';
import { squaredNorms } from './kernels/sums.ts';
import type { NetworkRecording } from './recording/recorded.ts';
import { replayable } from './recording/replay.ts';
import { type TfjsTrainable, trainableOf } from './trainable.ts';
import { type UpdatePlan, updateParameters } from './update-parameters.ts';
import { shapeOf } from './view.ts';

/** A training setup as plain data. */
export interface TrainerOptions extends UpdatePlan {
  readonly network: NetworkRecording;
  /** Values of all parameters and buffers. */
  readonly weights: StateDict;
  /** Names in the network's order. */
  readonly trained: readonly string[];
}

export interface TrainerStep {
  readonly parts: readonly StepPart[];
  /** Scalars of the optimiser. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** A network being trained in the backend's memory: a store of named tensors, and steps that update it. */
export type Trainer = ReturnType<typeof trainerOf>;

/** Variables of the network, and other named tensors. */
const storeOf = ({ variables, buffers }: TfjsTrainable) => {
  const others = new Map<string, tf.Variable>();
  const find = (name: string): tf.Variable | undefined => variables.get(name) ?? buffers.get(name) ?? others.get(name);
  const get = (name: string): tf.Variable => {
    const variable = find(name);
    if (variable === undefined) throw new Error(`the store has no tensor ${name}`);
    return variable;
  };
  return {
    get,
    other: (name: string) => others.get(name),
    set: (name: string, value: tf.Tensor): void => {
      const known = find(name);
      if (known === undefined) others.set(name, tf.variable(value, false));
      else known.assign(value);
    },
    dispose: () => tf.dispose([...others.values()]),
  };
};

const allFinite = (values: Float32Array): boolean => values.every((value) => Number.isFinite(value));

const stepped = async (
  model: TfjsTrainable,
  options: TrainerOptions,
  { request, variable }: { readonly request: TrainerStep; readonly variable: (name: string) => tf.Variable },
) => {
  const { parts, scalars } = request;
  const { loss, gradients, statistics } = await gatherGradients(model, { parts, trained: options.trained });
  const squared = squaredNorms([...gradients.values()]);
  let written = false;
  try {
    const norms = (await squared.data<'float32'>()).slice();
    if (Number.isFinite(loss) && allFinite(norms)) {
      updateParameters(options, { gradients, squaredNorms: squared, scalars, variable });
      written = true;
    }
    return {
      loss,
      /** Names of parameters with gradients, in the network's order. */
      parameters: [...gradients.keys()],
      /** Before clipping. */
      squaredNorms: norms,
      /** Increments of the batch counters. */
      passes: statistics.passes,
      /** Whether the update was applied; not if the loss or a gradient is not finite. */
      written,
    };
  } finally {
    if (written) model.adopt(statistics);
    else model.drop(statistics);
    tf.dispose([squared, ...gradients.values()]);
  }
};

/** Loads a training setup into the memory of the current backend. */
export const trainerOf = (options: TrainerOptions) => {
  const { network, weights } = options;
  const { inputNames, parameters } = network;
  const replay = replayable(network, { parameters });
  const forward: Parameters<typeof trainableOf>[0]['forward'] = (nn, given) =>
    replay({ nn, given, batch: shapeOf(given[0]!)[0]! });
  const model = trainableOf({ inputNames, parameters, forward }, weights);
  const store = storeOf(model);
  return {
    write: (tensors: readonly NamedTensor[]): void => {
      for (const { name, ...tensor } of tensors) tf.tidy(() => store.set(name, tensorOf(tensor)));
    },
    read: (names: readonly string[]): Promise<readonly NamedTensor[]> =>
      Promise.all(names.map(async (name) => ({ name, ...(await inHost(store.get(name))) }))),
    /** Moving average: moves `<prefix><name>` by a share of 1 - decay towards the tensor, for each name. */
    average: ({ names, prefix, decay }: { names: readonly string[]; prefix: string; decay: number }): void => {
      const moved = (name: string) =>
        tf.add(tf.mul(store.get(`${prefix}${name}`), decay), tf.mul(store.get(name), 1 - decay));
      for (const name of names) tf.tidy(() => store.set(`${prefix}${name}`, moved(name)));
    },
    step: (request: TrainerStep) => stepped(model, options, { request, variable: store.get }),
    /** @param prefix uses weights `<prefix><name>` if the store has them */
    evaluate: async (given: Compared, prefix: string) => {
      const { xs, ys } = tensorsOf(given);
      const both: Parameters<TfjsTrainable['evaluate']>[1] = (nn, outputs) => [
        lossView(given, ys)(nn, outputs),
        outputs[0]!,
      ];
      try {
        const results = model.evaluate(xs, both, (name) => store.other(`${prefix}${name}`));
        try {
          const [loss, output] = await Promise.all(results.map(inHost));
          return { loss: loss!.data[0]!, output: output! };
        } finally {
          tf.dispose([...results]);
        }
      } finally {
        tf.dispose([xs, ys]);
      }
    },
    dispose: (): void => {
      model.dispose();
      store.dispose();
    },
  };
};
