import type { RemoteStore } from '../models/runtime/store-calls.ts';
import type { Freed } from '../models/runtime/worker-client.ts';
import { trainingDiverged } from './errors.ts';
import type { Evaluation, StepResult, TrainBatch } from './train-engine.ts';

export interface StepAt {
  /** Counted from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** 1 / divisor of the loss. */
  readonly scale: number;
}

export interface StepOutcome extends StepResult {
  /** Increment of each batch counter. */
  readonly passes: ReadonlyMap<string, number>;
}

interface Computed extends Pick<StepOutcome, 'loss' | 'passes'> {
  /** Whether the step was applied. */
  readonly written: boolean;
  /** Trained parameters, and the sum of squares of each one's gradient. */
  readonly parameters: readonly string[];
  readonly squaredNorms: Float32Array;
}

/** The outcome of a computed step. @throws TRAINING_DIVERGED unless it was applied */
export const outcomeOf = (step: number, { loss, passes, written, parameters, squaredNorms }: Computed): StepOutcome => {
  const isBad = (_: string, index: number): boolean => !Number.isFinite(squaredNorms[index]);
  if (!written) throw trainingDiverged({ step, loss, parameter: parameters.find(isBad) });
  return {
    ...{ loss, passes },
    gradientNorm: Math.sqrt(squaredNorms.reduce((sum, value) => sum + value, 0)),
    gradientNorms: new Map(parameters.map((name, index) => [name, Math.sqrt(squaredNorms[index]!)])),
  };
};

interface EvaluateAt {
  /** 1 / divisor of the loss. */
  readonly scale: number;
  /** Prefix of the weights, `<prefix><name>`, if the store has it. */
  readonly prefix: string;
  /** Description for messages, e.g. `an evaluation after step 3`. */
  readonly asked: string;
}

/**
 * The compute interface of an engine: a store, and steps that change it. Batches are already checked, and the callee
 * owns the arrays of their parts.
 */
export interface TrainingCompute extends RemoteStore {
  readonly name: string;
  /**
   * Takes one optimiser step with the accumulated gradients of all parts. @throws TRAINING_DIVERGED; the store is then
   * restored
   */
  readonly step: (parts: readonly TrainBatch[], at: StepAt) => Promise<StepOutcome>;
  readonly evaluate: (batch: TrainBatch, at: EvaluateAt) => Promise<Evaluation>;
  /** Frees everything. */
  readonly close: () => Promise<Freed | undefined>;
}
