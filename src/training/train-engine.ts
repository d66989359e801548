import type { Tensor } from '../domain/image.ts';
import type { Loss, UpdateRule } from '../models/nn/gradient/update-rule.ts';
import type { Network } from '../models/nn/network.ts';
import type { Freed } from '../models/runtime/freed.ts';
import type { StateDict } from '../models/weights/state-dict.ts';

/** A batch: inputs of the network by name and what its output is compared with, all with the samples on axis 0. */
export interface TrainBatch {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly target: Tensor;
}

export interface StepResult {
  readonly loss: number;
  /** Euclidean length of all gradients together, before clipping. */
  readonly gradientNorm: number;
  /** The length of each trained parameter's gradient, by name. */
  readonly gradientNorms: ReadonlyMap<string, number>;
}

export interface Evaluation {
  readonly loss: number;
  readonly output: Tensor;
}

/** All that a run needs to go on where it stopped. */
export interface TrainState {
  readonly weights: StateDict;
  /** What the optimiser remembers, as `<slot>/<parameter>`. */
  readonly optimiser: StateDict;
  /** The moving average of the weights, where one is kept. */
  readonly averaged: StateDict | undefined;
  /** Steps that were taken. */
  readonly step: number;
}

/** What a training engine needs to know: network, starting weights, loss, optimiser. */
export interface EngineOptions {
  readonly network: Network;
  readonly weights: StateDict;
  readonly loss: Loss;
  readonly optimiser: UpdateRule;
  /** What dropout follows from, together with the number of the step. */
  readonly seed: string;
  /** Samples that go through the network together; a larger batch goes through in equal parts. Default: the whole batch. */
  readonly microBatch?: number;
  /** Gradients that are longer together are shortened to this length. */
  readonly clipNorm?: number;
  /** Parameters that are not trained: names in which `*` stands for anything. Running statistics of their norms still move. */
  readonly freeze?: readonly string[];
  /** Keeps a moving average of the weights in which each step counts for 1 - decay. */
  readonly averageDecay?: number;
}

/** Something that trains a network. Calls are answered one after another. */
export interface TrainEngine {
  readonly name: string;
  /**
   * One step of the optimiser.
   * @throws SpineError `TRAINING_DIVERGED` when loss or gradients are not finite; weights are then those before the step
   */
  readonly step: (batch: TrainBatch, o: { readonly learningRate: number }) => Promise<StepResult>;
  /** The network in evaluation mode: running statistics instead of the batch's, no dropout. */
  readonly evaluate: (batch: TrainBatch, o?: { readonly averaged?: boolean }) => Promise<Evaluation>;
  readonly state: () => Promise<TrainState>;
  readonly load: (state: TrainState) => Promise<void>;
  readonly close: () => Promise<Freed | undefined>;
}
