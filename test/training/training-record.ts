import { elementCount } from '../../src/domain/image.ts';
import type { Network } from '../../src/models/nn/network.ts';
import type { StateDict } from '../../src/models/weights/state-dict.ts';
import { adamW } from '../../src/training/optimisers.ts';
import type { EngineOptions, StepResult, TrainBatch, TrainEngine } from '../../src/training/train-engine.ts';
import { filledWeights } from '../support/filled-weights.ts';
import { goldenJson } from '../support/goldens.ts';
import type { StartEngine } from './test-engines.ts';

type MeansAndDeviations = Readonly<Record<string, readonly [mean: number, deviation: number]>>;

/** What the original implementation recorded of a short training run. */
export interface TrainingRecord {
  readonly loss: readonly number[];
  readonly lr: readonly number[];
  readonly grad_norm_step_1: Readonly<Record<string, number>>;
  readonly mean_std_after_step_1: MeansAndDeviations;
  readonly mean_std_after_last_step: MeansAndDeviations;
}

export const trainingRecord = <R extends TrainingRecord>(name: string): R =>
  goldenJson('training', name, 'record.json');

/** In loops over numbers: the networks have 20 million weights. */
const meanAndDeviation = (data: Float32Array | BigInt64Array): readonly [number, number] => {
  const values = data instanceof BigInt64Array ? Float32Array.from(data, Number) : data;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return [mean, Math.sqrt(squares / values.length)];
};

export interface Entry {
  readonly name: string;
  readonly difference: number;
}

const worstOf = (entries: readonly Entry[]): Entry =>
  entries.reduce((worst, entry) => (entry.difference <= worst.difference ? worst : entry));

/** The entry whose mean or deviation is furthest from the record, relative to the record where that is above 1. */
export const worstEntry = (weights: StateDict, expected: MeansAndDeviations): Entry =>
  worstOf(
    Object.entries(expected).flatMap(([name, values]) => {
      const found = meanAndDeviation(weights.get(name)!.data);
      return values.map((value, index) => {
        const difference = Math.abs(value - found[index]!) / Math.max(1, Math.abs(value));
        return { name, difference };
      });
    }),
  );

/** The gradient whose length is furthest from the record, relative to it. */
export const worstNorm = (found: StepResult['gradientNorms'], expected: Readonly<Record<string, number>>): Entry =>
  worstOf(
    Object.entries(expected).map(([name, norm]) => ({ name, difference: Math.abs(found.get(name)! / norm - 1) })),
  );

export interface Run {
  readonly steps: readonly StepResult[];
  readonly afterFirst: StateDict;
  readonly afterLast: StateDict;
  readonly output: Float32Array;
}

/** Trains from filled weights, as the records do, and evaluates the first batch at the end. */
export const recordedRun = async (
  start: StartEngine,
  options: Pick<EngineOptions, 'network' | 'loss'>,
  { batches, learningRates }: { readonly batches: readonly TrainBatch[]; readonly learningRates: readonly number[] },
): Promise<Run> => {
  const weights = filledWeights(options.network);
  const engine = await start({ weights, optimiser: adamW(), seed: 'test', ...options });
  try {
    return await runOf(engine, batches, learningRates);
  } finally {
    await engine.close();
  }
};

const runOf = async (
  engine: TrainEngine,
  batches: readonly TrainBatch[],
  learningRates: readonly number[],
): Promise<Run> => {
  const first = await engine.step(batches[0]!, { learningRate: learningRates[0]! });
  const afterFirst = (await engine.state()).weights;
  const steps = [first];
  for (const [index, batch] of batches.entries())
    if (index > 0) steps.push(await engine.step(batch, { learningRate: learningRates[index]! }));
  const { output } = await engine.evaluate(batches[0]!);
  return { steps, afterFirst, afterLast: (await engine.state()).weights, output: output.data };
};

/** The network with dropout switched off. */
export const withoutDropout = (network: Network): Network => ({
  ...network,
  build: (nn, inputs) => network.build({ ...nn, dropout: (x) => x }, inputs),
});

/** Every `step`-th row and column of maps. */
export const thinned = (maps: Float32Array, shape: readonly number[], step: number): Float32Array => {
  const [rows, columns] = shape.slice(2) as [number, number];
  const kept = Array.from({ length: elementCount(shape) }, (_, index) => index).filter(
    (index) => (index % columns) % step === 0 && (Math.floor(index / columns) % rows) % step === 0,
  );
  return Float32Array.from(kept, (index) => maps[index]!);
};
