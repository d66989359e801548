import { z } from 'zod';
import type { Tensor } from '../../../domain/image.ts';
import type { StepResult } from '../../train-engine.ts';

export const epochRecord = z.strictObject({
  fold: z.int(),
  /** From 1. */
  epoch: z.int(),
  /** Optimiser steps so far. */
  step: z.int(),
  learningRate: z.number(),
  /** Mean over the batches. */
  trainLoss: z.number(),
  /** Mean over the batches, of the averaged weights if they are kept. */
  validationLoss: z.number(),
  /** Whether this is the best epoch so far. */
  best: z.boolean(),
  seconds: z.number(),
  samplesPerSecond: z.number(),
  /** Fraction of the training time spent waiting for data. */
  waitShare: z.number(),
  /** Name of the engine. */
  engine: z.string().default('ONNX Runtime'),
});

/** One line of history.jsonl: an epoch of a fold. @interface */
export type EpochRecord = Readonly<z.output<typeof epochRecord>>;

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

export const CALLBACKS = ['onStart', 'onStep', 'onSample', 'onEpoch', 'onEnd'] as const;

/** Combines several callbacks, called in order. */
export const allCallbacks = (all: readonly TrainCallbacks[]): Required<TrainCallbacks> => {
  const inTurn = (name: keyof TrainCallbacks) => async (event: never) => {
    for (const one of all) await one[name]?.(event);
  };
  return Object.fromEntries(CALLBACKS.map((name) => [name, inTurn(name)])) as Required<TrainCallbacks>; // each of them
};
