import { rowsFrom, rowsOfEach } from '../models/runtime/tensor-rows.ts';
import type { TrainBatch } from './train-engine.ts';

export const samplesIn = ({ target }: TrainBatch): number => target.shape[0]!;

/** Batch norm needs two samples if a map has only one pixel. */
const FEWEST_SAMPLES = 2;

/**
 * Splits a batch into as few micro-batches as possible of at most `limit` samples each, of nearly equal size, copying
 * the data. None has a single sample, unless `limit` is 1: with pairs and an odd batch, one has three.
 */
export const batchParts = (batch: TrainBatch, limit: number): readonly TrainBatch[] => {
  const samples = samplesIn(batch);
  const most = limit === 1 ? samples : Math.floor(samples / FEWEST_SAMPLES);
  const parts = Math.max(1, Math.min(Math.ceil(samples / limit), most));
  const at = (part: number) => Math.round((part * samples) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const [start, rows] = [at(part), at(part + 1) - at(part)];
    return { inputs: rowsOfEach(batch.inputs, start, rows), target: rowsFrom(batch.target, start, rows) };
  });
};
