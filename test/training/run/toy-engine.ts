import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import type { EngineOptions, TrainBatch, TrainEngine, TrainState } from '../../../src/training/train-engine.ts';

export interface ToyEngineOptions {
  /** The validation loss of an evaluation, by how many steps were taken; falls by default. */
  readonly validationLoss?: (step: number) => number;
  /** Throws to fail a step. */
  readonly onStep?: (step: number, batch: TrainBatch) => void;
}

const single = (name: string, value: number): StateDict =>
  new Map([[name, { dtype: 'float32', shape: [1], data: Float32Array.of(value) }]]);

const sumOf = ({ inputs }: TrainBatch): number =>
  Object.values(inputs).reduce((sum, { data }) => sum + data.reduce((a, b) => a + b, 0), 0);

/**
 * Trains one number: each step moves it by what the batch holds, so that another order of batches ends elsewhere. The optimiser
 * remembers the last batch.
 */
export const toyEngine =
  ({ validationLoss = (step) => 1 / (1 + step), onStep }: ToyEngineOptions = {}) =>
  async (options: EngineOptions): Promise<TrainEngine> => {
    let [weight, memory, step] = [0.5, 0, 0];
    const averages = options.averageDecay !== undefined;
    return {
      name: 'toy',
      step: async (batch, { learningRate }) => {
        onStep?.(step + 1, batch);
        step++;
        const sum = sumOf(batch);
        weight = Math.fround(0.9 * weight + learningRate * (sum % 7) + 0.01 * memory);
        memory = Math.fround(sum % 3);
        return { loss: Math.abs(weight), gradientNorm: 1, gradientNorms: new Map() };
      },
      evaluate: async (batch) => ({ loss: validationLoss(step), output: batch.target }),
      state: async () => ({
        weights: single('weight', weight),
        optimiser: single('exp_avg/weight', memory),
        averaged: averages ? single('weight', weight / 2) : undefined,
        step,
      }),
      load: async (state: TrainState) => {
        weight = Number(state.weights.get('weight')!.data[0]);
        memory = Number(state.optimiser.get('exp_avg/weight')!.data[0]);
        step = state.step;
      },
      close: async () => undefined,
    };
  };
