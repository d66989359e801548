import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import type { DataBatch } from './batch-of.ts';
import { heldItems } from './held-items.ts';
import { numbersIn, type TfBatch, tensorsOfBatches } from './tf-batch.ts';
import type { Ticketed } from './ticketed.ts';

export interface BatchedOptions<T> {
  /** Items a batch. */
  readonly batch: number;
  /** Batches made before they are asked for. */
  readonly readAhead: number;
  /** Undefined for a batch that is passed over. */
  readonly make: (items: readonly T[]) => Promise<DataBatch | undefined>;
}

const PASSED_OVER = 0;

/** Batches of tickets become batches of pixels, some of them ahead of time, and tensors when somebody takes them. */
export const batched = async <T>(
  { tickets, items }: Ticketed<T>,
  o: BatchedOptions<T>,
): Promise<TfDataset<TfBatch>> => {
  const asTensors = await tensorsOfBatches();
  const batches = heldItems<DataBatch>();
  const made = async (list: readonly number[]): Promise<number> => {
    try {
      const batch = await o.make(list.map(items.take));
      return batch === undefined ? PASSED_OVER : batches.hold(batch);
    } catch (cause) {
      return batches.fail(cause);
    }
  };
  return tickets
    .batch(o.batch)
    .mapAsync(async (list) => made(await numbersIn(list)))
    .filter((ticket) => ticket !== PASSED_OVER)
    .prefetch(o.readAhead + 1) // the first of them is the one that is asked for
    .map((ticket) => asTensors(batches.take(ticket)));
};
