import type { Tensor } from '../domain/image.ts';
import type { Loss, UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { Network } from '../models/nn/network.ts';
import type { BatchArrays } from '../models/nn/tfjs/batch-dataset.ts';
import type { Freed } from '../models/runtime/worker-client.ts';
import type { StateDict } from '../models/weights/state-dict.ts';

/** A batch: inputs of the network by name, and targets, all with samples on axis 0. */
export type TrainBatch = BatchArrays;

export interface StepResult {
  readonly loss: number;
  /** Euclidean norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  /** The norm of each trained parameter's gradient, by name. */
  readonly gradientNorms: ReadonlyMap<string, number>;
}

export interface Evaluation {
  readonly loss: number;
  readonly output: Tensor;
}

/** State from which a run can resume. */
export interface TrainState {
  readonly weights: StateDict;
  /** The optimiser's state, as `<slot>/<parameter>`. */
  readonly optimiser: StateDict;
  /** The moving average of the weights, if kept. */
  readonly averaged: StateDict | undefined;
  /** Steps taken. */
  readonly step: number;
}

/** Inputs of a training engine: network, starting weights, loss, optimiser. */
export interface EngineOptions {
  readonly network: Network;
  readonly weights: StateDict;
  readonly loss: Loss;
  readonly optimiser: UpdateRule;
  /** Seed of dropout, combined with the number of the step. */
  readonly seed: string;
  /** Micro-batch size; a larger batch is split into equal parts. Default: the whole batch. */
  readonly microBatch?: number | undefined;
  /** Maximum norm of all gradients together; larger ones are clipped. */
  readonly clipNorm?: number | undefined;
  /**
   * Frozen parameters, as name patterns in which `*` is a wildcard. Running statistics of their norms are still
   * updated.
   */
  readonly freeze?: readonly string[];
  /** Keeps a moving average of the weights in which each step has the weight 1 - decay. */
  readonly averageDecay?: number | undefined;
}

/** Trains a network. Calls are processed sequentially. */
export interface TrainEngine {
  readonly name: string;
  /**
   * Takes one step of the optimiser.
   * @throws SpineError `TRAINING_DIVERGED` if loss or gradients are not finite; the weights are then those before the
   * step
   */
  readonly step: (batch: TrainBatch, o: { readonly learningRate: number }) => Promise<StepResult>;
  /** Runs the network in evaluation mode: running statistics instead of the batch's, no dropout. */
  readonly evaluate: (batch: TrainBatch, o?: { readonly averaged?: boolean }) => Promise<Evaluation>;
  readonly state: () => Promise<TrainState>;
  readonly load: (state: TrainState) => Promise<void>;
  readonly close: () => Promise<Freed | undefined>;
}
