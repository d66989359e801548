import { elementCount } from '../domain/image.ts';
import { atBatch, formatShape, type Shape, sameShape } from '../models/nn/dim.ts';
import type { Network } from '../models/nn/network.ts';
import { checkInputs } from '../models/runtime/check-inputs.ts';
import { rowsFrom, rowsOf, rowsOfEach } from '../models/runtime/tensor-rows.ts';
import { batchUnfit } from './errors.ts';
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

/** Refuses a batch whose inputs or targets are not of the network's shapes. @param target  shape for a free batch */
export const checkBatch = (network: Network, target: Shape, batch: TrainBatch): void => {
  checkInputs(network.name, network.inputs, batch.inputs);
  const { shape, data } = batch.target;
  const samples = rowsOf(batch.inputs);
  const needed = atBatch(target, samples);
  if (samplesIn(batch) !== samples || !sameShape(shape, needed))
    throw batchUnfit(`the target has shape ${formatShape(shape)}, expected ${formatShape(needed)}`);
  if (data.length !== elementCount(shape))
    throw batchUnfit(`the target says ${formatShape(shape)}, but holds ${data.length} values`);
};
