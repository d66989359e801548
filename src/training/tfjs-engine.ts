import { completeStateDict } from '../models/export/state-dict-of.ts';
import { atBatch } from '../models/nn/dim.ts';
import { recordLoss, recordNetwork, recordUpdate, scalarNames } from '../models/nn/tfjs/recording/record.ts';
import { shapeKey } from '../models/nn/tfjs/recording/recorded.ts';
import type { TrainerOptions } from '../models/nn/tfjs/trainer.ts';
import type { TfjsBackend } from '../models/runtime/tfjs/backends.ts';
import { startTrainerRuntime, type TrainerRuntime } from '../models/runtime/tfjs/trainer-runtime.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import { samplesIn } from './batches.ts';
import { startEngine } from './engine.ts';
import { outOfMemory } from './errors.ts';
import { explainingMemory } from './memory-fault.ts';
import type { EngineOptions, TrainBatch, TrainEngine } from './train-engine.ts';
import { outcomeOf, type TrainingCompute } from './training-compute.ts';
import type { TrainingPlan } from './training-plan.ts';

/** Options of `startTfjsEngine`. */
export interface TfjsEngineOptions extends EngineOptions {
  /** Default: the first that starts. */
  readonly backend?: TfjsBackend;
}

/** A TensorFlow.js engine, and facts about its thread. */
export interface TfjsEngine extends TrainEngine {
  readonly memory: TrainerRuntime['memory'];
}

const trainerOptions = (plan: TrainingPlan, weights: StateDict): TrainerOptions => {
  const { network, rule, clipNorm, trained } = plan;
  return {
    network: recordNetwork(network),
    weights: completeStateDict(network, weights),
    trained: trained.map(({ name }) => name),
    updates: new Map(trained.map(({ shape }) => [shapeKey(shape), recordUpdate(rule, shape)])),
    slots: rule.slots,
    scalars: scalarNames(rule),
    clipNorm,
  };
};

const WASM_BYTES = 2 ** 32;

/**
 * WebAssembly would not fail beyond its address space, but wrap around to 0. @param largest  elements of a value for
 * one sample
 */
const checkAddresses = (
  backend: TfjsBackend,
  asked: string,
  { largest, samples }: Record<'largest' | 'samples', number>,
) => {
  const bytes = Float32Array.BYTES_PER_ELEMENT * largest * samples;
  if (backend === 'wasm' && bytes > WASM_BYTES)
    throw outOfMemory(asked, bytes, new Error('WebAssembly has addresses for 4 GiB'));
};

const computeWith = (runtime: TrainerRuntime, plan: TrainingPlan, largest: number): TrainingCompute => {
  const { loss, rule, seed, output } = plan;
  const { backend } = runtime.choice;
  const compared = (batch: TrainBatch, scale: number) => ({
    ...batch,
    scale,
    loss: recordLoss(loss, atBatch(output, samplesIn(batch))),
  });
  const { read, write, average, close } = runtime;
  return {
    ...{ name: `TensorFlow.js (${backend})`, read, write, average, close },
    step: async (parts, at) => {
      const asked = `step ${at.step}`;
      checkAddresses(backend, asked, { largest, samples: Math.max(...parts.map(samplesIn)) });
      const seeded = parts.map((part, index) => ({ ...compared(part, at.scale), seed: `${seed}/${at.step}/${index}` }));
      const step = runtime.step({ parts: seeded, scalars: rule.scalars(at) }, asked);
      return outcomeOf(at.step, await explainingMemory(asked, step));
    },
    evaluate: async (batch, { scale, prefix, asked }) => {
      checkAddresses(backend, asked, { largest, samples: samplesIn(batch) });
      return explainingMemory(asked, runtime.evaluate(compared(batch, scale), { prefix, asked }));
    },
  };
};

const startCompute = async (plan: TrainingPlan, weights: StateDict, backend: TfjsBackend | undefined) => {
  const runtime = await startTrainerRuntime(backend);
  try {
    const options = trainerOptions(plan, weights);
    await runtime.open(options);
    return { ...computeWith(runtime, plan, options.network.largest), memory: runtime.memory };
  } catch (error) {
    await runtime.close();
    throw error;
  }
};

/**
 * Starts training with TensorFlow.js, on a GPU if its backend has one. Gives the same results as the ONNX engine within
 * rounding: networks, losses and optimisers are recorded here and replayed in the compute thread.
 * @throws SpineError if the weights do not match the network, no parameter is left to train, or the backend does not
 * start
 *
 * @example
 * import { loadExperiments, startTfjsEngine, trainExperiments } from 'spinestream/training';
 *
 * const { experiments } = await loadExperiments('keypoints.yaml', {});
 * const [end] = await trainExperiments(experiments, {
 *   ...{ data: 'data', out: 'models', fold: 1, existing: 'refuse', checkpointEveryMs: 600_000 },
 *   ...{ now: () => performance.now(), date: () => new Date(), stop: new AbortController().signal },
 *   startEngine: (options) => startTfjsEngine({ ...options, backend: 'wasm' }),
 * });
 * end?.reason; // 'epochs'
 */
export const startTfjsEngine = async ({ backend, ...options }: TfjsEngineOptions): Promise<TfjsEngine> => {
  const { engine, compute } = await startEngine(options, (plan) => startCompute(plan, options.weights, backend));
  return { ...engine, memory: compute.memory };
};
