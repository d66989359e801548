import type { EngineRequest } from '../choose-engine.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { EngineOptions, TrainEngine } from '../train-engine.ts';
import type { TrainCallbacks } from './callbacks/events.ts';
import type { Checkpoint, Progress } from './checkpoint.ts';
import type { StartingWeights } from './starting-weights.ts';

/** One fold of an experiment, with everything that it needs. */
export interface FoldJob {
  readonly experiment: Experiment;
  /** From 1. */
  readonly fold: number;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly studies: { readonly train: readonly string[]; readonly validation: readonly string[] };
  /** Those that the weights will have learned from, here or in the run with whose weights the fold begins. */
  readonly seen: readonly string[];
  /** The run folder. */
  readonly folder: string;
  readonly epochs: number;
  readonly start: StartingWeights;
  /** Where it goes on. */
  readonly checkpoint: Checkpoint | undefined;
}

export interface TrainEnv {
  /** @param asked  what the experiment says about the engine */
  readonly startEngine: (options: EngineOptions, asked: EngineRequest) => Promise<TrainEngine>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Ends the training after the step under way, with a checkpoint. */
  readonly stop: AbortSignal;
  readonly callbacks: Required<TrainCallbacks>;
  /** Within an epoch, a checkpoint is made when the last one is so old. */
  readonly checkpointEveryMs: number;
}

/** A fold under way. */
export interface Run {
  readonly job: FoldJob;
  readonly env: TrainEnv;
  readonly engine: TrainEngine;
}

/** How far a fold came, and whether it was asked to stop there. */
export interface Outcome {
  readonly progress: Progress;
  readonly stopped: boolean;
}
