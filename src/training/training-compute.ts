import type { Freed } from '../models/runtime/freed.ts';
import type { NamedTensor } from '../models/runtime/named-tensor.ts';
import type { Evaluation, StepResult, TrainBatch } from './train-engine.ts';

export interface StepAt {
  /** Counted from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** One by the divisor of the loss. */
  readonly scale: number;
}

export interface StepOutcome extends StepResult {
  /** How far each counter of batches moved. */
  readonly passes: ReadonlyMap<string, number>;
}

export interface EvaluateAt {
  /** One by the divisor of the loss. */
  readonly scale: number;
  /** Weights are `<prefix><name>` where the store has it. */
  readonly prefix: string;
  /** For messages, e.g. `an evaluation after step 3`. */
  readonly asked: string;
}

/**
 * What an engine computes with: a store of named float32 tensors (weights by their names, what belongs to them behind a prefix),
 * and steps that change it. Batches are checked, and the arrays of their parts are the callee's to give away.
 */
export interface TrainingCompute {
  readonly name: string;
  /** Sets tensors; the arrays are copied. */
  readonly write: (tensors: readonly NamedTensor[]) => Promise<void>;
  readonly read: (names: readonly string[]) => Promise<readonly NamedTensor[]>;
  /** Moves `<prefix><name>` by a share of 1 - decay towards the tensor, for each name. */
  readonly average: (o: {
    readonly names: readonly string[];
    readonly prefix: string;
    readonly decay: number;
  }) => Promise<void>;
  /** One step of the optimiser by the summed gradients of all parts. @throws TRAINING_DIVERGED; the store is then as it was */
  readonly step: (parts: readonly TrainBatch[], at: StepAt) => Promise<StepOutcome>;
  readonly evaluate: (batch: TrainBatch, at: EvaluateAt) => Promise<Evaluation>;
  /** Frees everything. */
  readonly close: () => Promise<Freed | undefined>;
}
