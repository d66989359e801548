import { elementCount } from '../domain/image.ts';
import { atBatch, formatShape, type Shape, sameShape } from '../models/nn/dim.ts';
import type { Network } from '../models/nn/network.ts';
import { checkInputs } from '../models/runtime/check-inputs.ts';
import { samplesIn } from './batch-parts.ts';
import { batchUnfit } from './errors.ts';
import type { TrainBatch } from './train-engine.ts';

/** Refuses a batch whose inputs or targets are not of the network's shapes. @param target  shape for a free batch */
export const checkBatch = (network: Network, target: Shape, batch: TrainBatch): void => {
  checkInputs(network.name, network.inputs, batch.inputs);
  const { shape, data } = batch.target;
  const samples = Object.values(batch.inputs)[0]?.shape[0] ?? 0;
  const needed = atBatch(target, samples);
  if (samplesIn(batch) !== samples || !sameShape(shape, needed))
    throw batchUnfit(`the target has shape ${formatShape(shape)}, expected ${formatShape(needed)}`);
  if (data.length !== elementCount(shape))
    throw batchUnfit(`the target says ${formatShape(shape)}, but holds ${data.length} values`);
};
