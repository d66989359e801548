import type { Dataset as TfDataset } from '@tensorflow/tfjs-data';
import { type HeldItems, heldItems } from './held-items.ts';

/** A `tf.data` dataset of tickets, and what they stand for. */
export interface Ticketed<T> {
  readonly tickets: TfDataset<number>;
  readonly items: HeldItems<T>;
}

/**
 * Items as a `tf.data` dataset, made while they are asked for. A failure ends it.
 * @param lists   begins a pass; it is closed when the pass ends
 * @param signal  ends the pass, as a failure does
 */
export const ticketed = async <T>(
  lists: () => AsyncIterable<readonly T[]>,
  signal?: AbortSignal,
): Promise<Ticketed<T>> => {
  const { generator } = await import('@tensorflow/tfjs-data');
  const items = heldItems<T>();
  const tickets = generator(async function* () {
    try {
      for await (const list of lists())
        for (const item of list) {
          signal?.throwIfAborted();
          yield items.hold(item);
        }
    } catch (cause) {
      yield items.fail(cause);
    }
  });
  return { tickets, items };
};
