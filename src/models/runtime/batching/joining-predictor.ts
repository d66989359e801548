import { checkInputs } from '../check-inputs.ts';
import { inParts } from '../in-parts.ts';
import { memoryShortageOf } from '../memory-shortage.ts';
import type { Predictor } from '../runtime.ts';
import { sharesOf, stackedRows } from '../tensor-rows.ts';
import type { BatchLane, BatchRequest } from './batch-lane.ts';

export interface JoiningOptions {
  readonly lane: BatchLane;
  /** Maximum rows of a joined batch; a larger request runs alone. */
  readonly maxRows: number;
  /** Memory ran out; batches have at most this many rows from now on. */
  readonly onHalved?: (rows: number) => void;
}

/**
 * Joins requests of several studies for one network into batches. A batch that fails is repeated request by request, so one bad study fails alone; one
 * that memory does not suffice for is repeated in halves.
 */
export const joiningPredictor = (predictor: Predictor, { lane, maxRows, onHalved }: JoiningOptions): Predictor => {
  let fitting = Number.POSITIVE_INFINITY;

  const halved = (error: unknown, rows: number): boolean => {
    const tried = Math.min(rows, fitting);
    if (memoryShortageOf(error) === undefined || tried <= 1) return false;
    fitting = Math.ceil(tried / 2);
    onHalved?.(fitting);
    return true;
  };

  const answer = async (batch: readonly BatchRequest[]): Promise<void> => {
    const sizes = batch.map(({ rows }) => rows);
    const rows = sizes.reduce((sum, size) => sum + size, 0);
    try {
      const joined = stackedRows(batch.map(({ inputs }) => inputs));
      // A single request's own arrays stay, for a repetition.
      const outputs = await inParts(predictor.predict, fitting)(joined, { transfer: batch.length > 1 });
      for (const [index, share] of sharesOf(outputs, sizes).entries()) batch[index]!.resolve(share);
    } catch (error) {
      if (halved(error, rows)) await answer(batch);
      else if (batch.length === 1) batch[0]!.reject(error);
      else for (const request of batch) await answer([request]);
    }
  };

  const network = { maxRows: () => Math.min(maxRows, fitting), answer };
  return {
    ...predictor,
    predict: async (inputs, { signal } = {}) => {
      checkInputs(predictor.name, predictor.inputs, inputs); // a batch would hide a wrong shape
      return lane(network, inputs, signal);
    },
    release: () => predictor.release(),
  };
};
