import type { Tensor } from '../../../domain/image.ts';
import type { StepResult } from '../../train-engine.ts';

/** One line of history.jsonl: an epoch of a fold. */
export interface EpochRecord {
  readonly fold: number;
  /** From 1. */
  readonly epoch: number;
  /** Optimiser steps so far. */
  readonly step: number;
  readonly learningRate: number;
  /** Mean over the batches. */
  readonly trainLoss: number;
  /** Mean over the batches, of the averaged weights if they are kept. */
  readonly validationLoss: number;
  /** Whether this is the best epoch so far. */
  readonly best: boolean;
  readonly seconds: number;
  readonly samplesPerSecond: number;
  /** Fraction of the training time spent waiting for data. */
  readonly waitShare: number;
  /** Name of the engine. */
  readonly engine: string;
}

/** A fold whose training begins or resumes. */
export interface FoldStart {
  readonly experiment: string;
  readonly fold: number;
  readonly engine: string;
  readonly epochs: number;
  readonly studies: { readonly train: number; readonly validation: number };
  /** Epoch and batch after which it resumes; both 0 at the beginning. */
  readonly from: { readonly epoch: number; readonly batch: number };
  /** Parameters from other weights. */
  readonly weightsTaken: number;
}

/** An optimiser step, and its loss. */
export interface StepDone {
  readonly fold: number;
  readonly epoch: number;
  /** Index in the epoch, from 1. */
  readonly batch: number;
  /** Number of steps in the epoch, estimated from the studies read so far. */
  readonly batches: number;
  readonly step: number;
  readonly samples: readonly string[];
  readonly result: StepResult;
  readonly learningRate: number;
}

/** How the training of a fold ended. */
export type FoldEnd = {
  readonly fold: number;
  readonly reason: 'epochs' | 'early-stop' | 'asked';
  readonly best: { readonly epoch: number; readonly loss: number } | undefined;
};

/** The first validated sample of an epoch of a network of keypoints. Its arrays hold these values during the call only. */
export interface ValidationSample {
  readonly fold: number;
  readonly epoch: number;
  /** The network's input, [slices, rows, columns]. */
  readonly input: Tensor;
  /** Its answer, [channels, rows, columns]. */
  readonly heatmaps: Tensor;
  /** The labels' heatmaps, of the same shape. */
  readonly target: Tensor;
}

/**
 * Called during training, e.g. to report it elsewhere. The training waits for a returned promise, and an error ends it.
 * Callbacks cannot change anything.
 */
export interface TrainCallbacks {
  readonly onStart?: (start: FoldStart) => void | Promise<void>;
  readonly onStep?: (done: StepDone) => void | Promise<void>;
  /** Called once per epoch during its validation, for networks of keypoints. */
  readonly onSample?: (sample: ValidationSample) => void | Promise<void>;
  readonly onEpoch?: (record: EpochRecord) => void | Promise<void>;
  readonly onEnd?: (end: FoldEnd) => void | Promise<void>;
}

/**
 * Types a file of callbacks for `train --callbacks`; returns them unchanged. Training waits for a returned promise.
 *
 * @example
 * import { defineCallbacks } from 'spinestream/training';
 *
 * const losses: number[] = [];
 * export const track = defineCallbacks({ onEpoch: ({ validationLoss }) => void losses.push(validationLoss) });
 * Object.keys(track); // ['onEpoch']
 */
export const defineCallbacks = (callbacks: TrainCallbacks): TrainCallbacks => callbacks;

/** Combines several callbacks, called in order. */
export const allCallbacks = (all: readonly TrainCallbacks[]): Required<TrainCallbacks> => ({
  onStart: async (start) => {
    for (const one of all) await one.onStart?.(start);
  },
  onStep: async (done) => {
    for (const one of all) await one.onStep?.(done);
  },
  onSample: async (sample) => {
    for (const one of all) await one.onSample?.(sample);
  },
  onEpoch: async (record) => {
    for (const one of all) await one.onEpoch?.(record);
  },
  onEnd: async (end) => {
    for (const one of all) await one.onEnd?.(end);
  },
});
