import type { Tensors } from '../runtime.ts';
import { rowsOf } from '../tensor-rows.ts';

/** A prediction that a study waits for. */
export interface BatchRequest {
  readonly inputs: Tensors;
  readonly rows: number;
  readonly resolve: (outputs: Tensors) => void;
  readonly reject: (error: unknown) => void;
}

/** A network that answers several requests in one pass. */
interface JoiningNetwork {
  /** Maximum rows of a joined batch at present; a larger request runs alone. */
  readonly maxRows: () => number;
  /** Answers every request; never fails. */
  readonly answer: (batch: readonly BatchRequest[]) => Promise<void>;
}

/** Waits for the pass in progress, if any. An aborted request leaves the queue, and fails with the signal's reason. */
export type BatchLane = (network: JoiningNetwork, inputs: Tensors, signal?: AbortSignal) => Promise<Tensors>;

interface Waiting extends BatchRequest {
  readonly network: JoiningNetwork;
}

/** The oldest request, and later ones of its network that fit into one batch with it, in order. */
const nextBatch = (waiting: readonly Waiting[]): readonly Waiting[] => {
  const [oldest] = waiting;
  if (oldest === undefined) return [];
  const same = waiting.filter(({ network }) => network === oldest.network);
  const maxRows = oldest.network.maxRows();
  let rows = 0;
  const end = same.findIndex((request, index) => {
    rows += request.rows;
    return index > 0 && rows > maxRows;
  });
  return end < 0 ? same : same.slice(0, end);
};

/**
 * The queue of a runtime's networks, one pass at a time. Requests that arrive during a pass form the next batches, so batches grow with the load and
 * no request waits for others to come.
 */
export const batchLane = (): BatchLane => {
  const waiting: Waiting[] = [];
  let busy = false;

  const runAll = async (): Promise<void> => {
    for (let batch = nextBatch(waiting); batch.length > 0; batch = nextBatch(waiting)) {
      for (const request of batch) waiting.splice(waiting.indexOf(request), 1);
      await batch[0]!.network.answer(batch);
    }
    busy = false;
  };

  return (network, inputs, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        const at = waiting.indexOf(request);
        if (at >= 0) waiting.splice(at, 1);
        reject(signal?.reason);
      };
      const done = (): void => signal?.removeEventListener('abort', onAbort);
      const request: Waiting = {
        ...{ network, inputs, rows: rowsOf(inputs) },
        resolve: (outputs) => {
          done();
          resolve(outputs);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(request);
      if (busy) return;
      busy = true;
      queueMicrotask(() => void runAll()); // joins requests of the same turn
    });
};
