import { elementsPerSample } from '../../nn/dim.ts';
import type { Predictor, RuntimeIdentity } from '../runtime.ts';
import { GPU_BACKENDS } from '../tfjs/backends.ts';
import { batchLane } from './batch-lane.ts';
import { joiningPredictor } from './joining-predictor.ts';
import { type BatchBound, type BatchRate, measuredBatch } from './measure-batch.ts';

/** Batch size of a model's networks. */
export interface BatchChoice {
  readonly model: string;
  /** Maximum samples of a batch over studies. */
  readonly maxRows: number;
  /** What bounds it: the request, the memory budget, or what a measurement found. */
  readonly bound: BatchBound | 'request' | 'budget';
  /** Measured speeds, if any. */
  readonly rates: readonly BatchRate[];
  /** Of a bound `error`. */
  readonly reason?: string;
}

/** Memory ran out; batches of this network have at most `rows` samples from now on. */
export interface BatchHalved {
  readonly model: string;
  readonly fold: number;
  readonly rows: number;
}

export interface BatchOptions {
  /** Maximum samples of a batch over studies. `auto` measures each model on a GPU, and does not join studies on a CPU. */
  readonly size: number | 'auto';
  /** Limit on the inputs and outputs of a batch. */
  readonly budgetBytes?: number | undefined;
  readonly onChosen?: (choice: BatchChoice) => void;
  readonly onHalved?: (halved: BatchHalved) => void;
}

/** Whether a runtime computes on a graphics card, as far as it names itself. */
export const computesOnGpu = (identity: RuntimeIdentity | undefined): boolean => {
  if (identity === undefined) return false;
  const { backend, provider } = identity;
  return backend === 'onnx'
    ? provider !== undefined && provider !== 'cpu'
    : GPU_BACKENDS.some((gpu) => gpu === backend);
};

const BYTES_PER_VALUE = 4;

const rowsWithin = (bytes: number, { inputs, outputs }: Predictor): number => {
  const values = [...inputs, ...outputs].reduce((sum, { shape }) => sum + elementsPerSample(shape), 0);
  return Math.max(1, Math.floor(bytes / (BYTES_PER_VALUE * values)));
};

const chosen = async (
  model: string,
  predictor: Predictor,
  { size, budgetBytes = Number.POSITIVE_INFINITY }: BatchOptions,
): Promise<BatchChoice> => {
  const within = rowsWithin(budgetBytes, predictor);
  if (size !== 'auto') {
    const fits = size <= within;
    return { model, maxRows: fits ? size : within, bound: fits ? 'request' : 'budget', rates: [] };
  }
  const { rows, bound, ...measured } = await measuredBatch(predictor, { maxRows: within });
  return { model, maxRows: rows, bound: bound === 'largest' && 2 * rows > within ? 'budget' : bound, ...measured };
};

/**
 * Wraps loaded networks so that studies in progress share batches, all on one queue. Folds of a model have one size, determined with the first one.
 * @param onGpu  whether the runtime computes on a GPU
 */
export const batchNetworks = (options: BatchOptions, onGpu: boolean) => {
  const lane = batchLane();
  const choices = new Map<string, Promise<BatchChoice>>();
  const choiceOf = (model: string, predictor: Predictor): Promise<BatchChoice> => {
    const known = choices.get(model);
    if (known !== undefined) return known;
    const choice = chosen(model, predictor, options).then((made) => {
      options.onChosen?.(made);
      return made;
    });
    choices.set(model, choice);
    return choice;
  };
  return async (predictor: Predictor, { model, fold }: Pick<BatchHalved, 'model' | 'fold'>): Promise<Predictor> => {
    if (!onGpu && (options.size === 'auto' || options.size === 1)) return predictor; // gains nothing, see docs/decisions/0003-one-study-a-batch.md
    const { maxRows } = await choiceOf(model, predictor);
    return joiningPredictor(predictor, {
      ...{ lane, maxRows },
      onHalved: (rows) => options.onHalved?.({ model, fold, rows }),
    });
  };
};
