import type { Tensor } from '../domain/image.ts';
import type { TrainBatch } from './train-engine.ts';

/** Samples `start` up to but not including `end`, copied. */
const samplesOf = ({ shape, data }: Tensor, start: number, end: number): Tensor => {
  const size = data.length / shape[0]!;
  return { shape: [end - start, ...shape.slice(1)], data: data.slice(start * size, end * size) };
};

export const samplesIn = ({ target }: TrainBatch): number => target.shape[0]!;

/** A batch in as few parts as hold at most `limit` samples each, as equal as can be; with a copy of the data. */
export const batchParts = (batch: TrainBatch, limit: number): readonly TrainBatch[] => {
  const samples = samplesIn(batch);
  const parts = Math.max(1, Math.ceil(samples / limit));
  const at = (part: number) => Math.round((part * samples) / parts);
  return Array.from({ length: parts }, (_, part) => {
    const cut = (tensor: Tensor) => samplesOf(tensor, at(part), at(part + 1));
    const inputs = Object.entries(batch.inputs).map(([name, tensor]) => [name, cut(tensor)] as const);
    return { inputs: Object.fromEntries(inputs), target: cut(batch.target) };
  });
};
