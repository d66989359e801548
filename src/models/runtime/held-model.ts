import { summaryOf } from '../nn/shapes.ts';
import { checkInputs } from './check-inputs.ts';
import { modelReleased } from './errors.ts';
import { inParts } from './in-parts.ts';
import type { runStatistics } from './run-statistics.ts';
import type { LoadRequest, PredictOptions, Predictor, Tensors } from './runtime.ts';
import { sentInputs } from './sent-inputs.ts';
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

/** A model that a thread holds, from the calling thread's side. */
export interface HeldModel {
  /** @throws RUNTIME_MODEL_RELEASED */
  readonly requireHeld: () => void;
  /** @param outputs names of the outputs to compute; default: all */
  readonly run: (inputs: Tensors, options?: PredictOptions, outputs?: readonly string[]) => Promise<Tensors>;
  readonly release: () => Promise<void>;
}

export const heldModel = ({ name, statistics, run, release }: HeldModelOptions): HeldModel => {
  let released: Promise<void> | undefined;
  const requireHeld = (): void => {
    if (released !== undefined) throw modelReleased(name);
  };
  return {
    requireHeld,
    run: async (given, options = {}, wanted) => {
      requireHeld();
      const { inputs, transfer } = sentInputs(given, options);
      const { outputs, runMs } = await run(inputs, { asked: `a prediction of model ${name}`, transfer }, wanted);
      statistics.add(name, { runs: 1, runMs });
      return outputs;
    },
    release: () => {
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
  const runInParts = inParts(run, maxRows);
  return {
    name,
    inputs: architecture.inputs,
    outputs,
    predict: async (inputs, options) => {
      requireHeld();
      checkInputs(name, architecture.inputs, inputs);
      return runInParts(inputs, options);
    },
    release,
  };
};
