import type { EngineRequest } from '../choose-engine.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { EngineOptions, TrainEngine } from '../train-engine.ts';
import type { TrainCallbacks } from './callbacks/events.ts';
import type { Checkpoint, Progress } from './checkpoint.ts';
import type { StartingWeights } from './starting-weights.ts';

/** One fold of an experiment, with all its inputs. */
export interface FoldJob {
  readonly experiment: Experiment;
  /** From 1. */
  readonly fold: number;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly studies: { readonly train: readonly string[]; readonly validation: readonly string[] };
  /** Studies seen by the weights, here or in the run whose weights the fold begins with. */
  readonly seen: readonly string[];
  /** The run folder. */
  readonly folder: string;
  readonly epochs: number;
  readonly start: StartingWeights;
  /** Where it resumes. */
  readonly checkpoint: Checkpoint | undefined;
}

export interface TrainEnv {
  /** @param asked  the experiment's engine settings */
  readonly startEngine: (options: EngineOptions, asked: EngineRequest) => Promise<TrainEngine>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Ends the training after the current step, with a checkpoint. */
  readonly stop: AbortSignal;
  readonly callbacks: Required<TrainCallbacks>;
  /** Maximum age of the last checkpoint within an epoch. */
  readonly checkpointEveryMs: number;
}

/** A fold in training. */
export interface Run {
  readonly job: FoldJob;
  readonly env: TrainEnv;
  readonly engine: TrainEngine;
}

/** Progress of a fold, and whether a stop ended it. */
export interface Outcome {
  readonly progress: Progress;
  readonly stopped: boolean;
}
