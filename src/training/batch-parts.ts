import type { Tensor } from '../domain/image.ts';
import type { TrainBatch } from './train-engine.ts';

/** Samples `start` up to but not including `end`, copied. */
const samplesOf = ({ shape, data }: Tensor, start: number, end: number): Tensor => {
  const size = data.length / shape[0]!;
  return { shape: [end - start, ...shape.slice(1)], data: data.slice(start * size, end * size) };
};

export const samplesIn = ({ target }: TrainBatch): number => target.shape[0]!;

/** Batch norm needs two samples where a map has one pixel. */
const FEWEST_SAMPLES = 2;

/**
 * A batch in as few parts as hold at most `limit` samples each, as equal as can be; with a copy of the data. No part is left with a
 * single sample, unless `limit` is 1: of an odd batch in pairs, one part holds three.
 */
export const batchParts = (batch: TrainBatch, limit: number): readonly TrainBatch[] => {
  const samples = samplesIn(batch);
  const most = limit === 1 ? samples : Math.floor(samples / FEWEST_SAMPLES);
  const parts = Math.max(1, Math.min(Math.ceil(samples / limit), most));
  const at = (part: number) => Math.round((part * samples) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const cut = (tensor: Tensor) => samplesOf(tensor, at(part), at(part + 1));
    const inputs = Object.entries(batch.inputs).map(([name, tensor]) => [name, cut(tensor)] as const);
    return { inputs: Object.fromEntries(inputs), target: cut(batch.target) };
  });
};
