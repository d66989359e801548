import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readSafetensors, writeSafetensors } from '../../models/weights/safetensors/safetensors.ts';
import type { StateDict, WeightArray } from '../../models/weights/state-dict.ts';
import { recordOf } from '../../schema/json-record.ts';
import type { TrainState } from '../train-engine.ts';
import { epochRecord } from './callbacks/events.ts';
import { checkpointInvalid } from './errors.ts';

const epochAndLoss = z.strictObject({ epoch: z.int(), loss: z.number() });

const progressSchema = z.strictObject({
  /** Completed epochs. */
  epoch: z.int().min(0),
  /** Completed batches of the current epoch. */
  batch: z.int().min(0),
  /** Completed optimiser steps. */
  step: z.int().min(0),
  /** Sums over the batches of the current epoch. */
  lossSum: z.number(),
  /** Epoch counted from 1. */
  best: epochAndLoss.optional(),
  /** Of the last completed epoch. */
  record: epochRecord.optional(),
});

/** Progress of a fold. */
export type Progress = z.output<typeof progressSchema>;

export const BEGINNING: Progress = { epoch: 0, batch: 0, step: 0, lossSum: 0 };

/** State with which a killed training resumes exactly where it was. */
export interface Checkpoint {
  readonly state: TrainState;
  readonly progress: Progress;
}

export const checkpointFile = (folder: string, fold: number): string =>
  join(folder, `fold${fold}-checkpoint.safetensors`);

const PARTS = ['weights', 'optimiser', 'averaged'] as const;

const prefixed = (part: string, tensors: StateDict | undefined): readonly [string, WeightArray][] =>
  [...(tensors ?? [])].map(([name, tensor]) => [`${part}/${name}`, tensor]);

/** Replaces the checkpoint of a fold atomically. */
export const saveCheckpoint = (folder: string, fold: number, { state, progress }: Checkpoint): Promise<void> => {
  const tensors = new Map(PARTS.flatMap((part) => prefixed(part, state[part])));
  const metadata = { step: String(state.step), progress: JSON.stringify(progress) };
  return writeSafetensors(checkpointFile(folder, fold), tensors, metadata);
};

/** Reads the checkpoint of a fold; undefined if there is none. @throws CHECKPOINT_INVALID */
export const loadCheckpoint = async (folder: string, fold: number): Promise<Checkpoint | undefined> => {
  const file = checkpointFile(folder, fold);
  if (!existsSync(file)) return undefined;
  try {
    const { weights: tensors, metadata } = await readSafetensors(file);
    const part = (name: string): StateDict =>
      new Map(
        [...tensors].flatMap(([key, tensor]) =>
          key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), tensor] as const] : [],
        ),
      );
    const averaged = part('averaged');
    const step = recordOf(metadata.step ?? '', z.int());
    return {
      state: {
        weights: part('weights'),
        optimiser: part('optimiser'),
        averaged: averaged.size > 0 ? averaged : undefined,
        step,
      },
      progress: recordOf(metadata.progress ?? '', progressSchema),
    };
  } catch (cause) {
    throw checkpointInvalid(file, cause);
  }
};
