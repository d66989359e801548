import type { Tensor } from '../../domain/image.ts';
import { summaryOf } from '../nn/shapes.ts';
import { modelReleased } from './errors.ts';
import { checkedPredictor } from './in-parts.ts';
import type { runStatistics } from './run-statistics.ts';
import type { LoadRequest, PredictOptions, Predictor, Tensors } from './runtime.ts';
import { buffersIn, transferable } from './transferable.ts';
import { type Asking, ignoreGone } from './worker-client.ts';

export interface HeldModelOptions {
  /** For messages and statistics. */
  readonly name: string;
  readonly statistics: ReturnType<typeof runStatistics>;
  /** Asks the thread to run the model. @param outputs names of the outputs to compute; default: all */
  readonly run: (
    inputs: Tensors,
    asking: Asking,
    outputs?: readonly string[],
  ) => Promise<{ readonly outputs: Tensors; readonly runMs: number }>;
  readonly release: (asking: Asking) => Promise<unknown>;
}

/** The tensor itself if its buffer can be given away, else a copy. */
const givenAway = (tensor: Tensor): Tensor => (transferable(tensor.data).length > 0 ? tensor : ownCopy(tensor));

const ownCopy = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() });

export type HeldModel = ReturnType<typeof heldModel>;

/** A model that a thread holds, from the calling thread's side. */
export const heldModel = ({ name, statistics, run, release }: HeldModelOptions) => {
  let released: Promise<void> | undefined;
  /** @throws RUNTIME_MODEL_RELEASED */
  const requireHeld = (): void => {
    if (released !== undefined) throw modelReleased(name);
  };
  return {
    requireHeld,
    /** @param wanted names of the outputs to compute; default: all */
    run: async (given: Tensors, { transfer = false }: PredictOptions = {}, wanted?: readonly string[]) => {
      requireHeld();
      const sent = Object.entries(given).map(([input, tensor]) => [
        input,
        transfer ? givenAway(tensor) : ownCopy(tensor),
      ]);
      const inputs: Tensors = Object.fromEntries(sent);
      const asking = { asked: `a prediction of model ${name}`, transfer: buffersIn(inputs) };
      const { outputs, runMs } = await run(inputs, asking, wanted);
      statistics.add(name, { runs: 1, runMs });
      return outputs;
    },
    release: (): Promise<void> => {
      released ??= release({ asked: `the release of model ${name}` }).then(() => undefined, ignoreGone);
      return released;
    },
  };
};

/**
 * A network that a thread holds. Keeps the model's description, but not its weights.
 * @param layerBytes  limit on the largest layer of a run, by which larger batches are split
 */
export const heldPredictor = (
  { name, architecture }: Pick<LoadRequest, 'name' | 'architecture'>,
  { requireHeld, run, release }: HeldModel,
  layerBytes = Number.POSITIVE_INFINITY,
): Predictor => {
  const { outputs, largestLayer } = summaryOf(architecture);
  const maxRows = Math.max(1, Math.floor(layerBytes / (Float32Array.BYTES_PER_ELEMENT * largestLayer)));
  const checked = checkedPredictor({ name, inputs: architecture.inputs, outputs, release }, run, maxRows);
  return {
    ...checked,
    predict: async (inputs, options) => {
      requireHeld();
      return checked.predict(inputs, options);
    },
  };
};
