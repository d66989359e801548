import type { Predictor, Tensors } from './runtime.ts';
import { rowsOf, rowsOfEach, stackedRows } from './tensor-rows.ts';

export interface BatchOptions {
  /** Maximum rows per batch; a larger request runs alone. */
  readonly maxRows: number;
  /** Maximum time a request waits for the batch to fill. */
  readonly maxAgeMs: number;
  /** Maximum number of waiting requests, such as the studies in progress: when all wait, no more can arrive. */
  readonly window: number;
}

interface Request {
  readonly inputs: Tensors;
  readonly rows: number;
  readonly resolve: (outputs: Tensors) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Dynamic batching: combines requests of several callers into one batch and returns each caller's rows. A batch runs when it is full, when its oldest
 * request times out, or when no further requests can arrive; one batch at a time.
 */
export const batched = (predictor: Predictor, { maxRows, maxAgeMs, window }: BatchOptions): Predictor => {
  let waiting: Request[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  const rowsWaiting = () => waiting.reduce((sum, { rows }) => sum + rows, 0);
  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (running || waiting.length === 0) return;
    running = true;
    const batch = taken(waiting, maxRows);
    waiting = waiting.slice(batch.length);
    await answer(predictor, batch);
    running = false;
    if (waiting.length > 0) consider();
  };
  const consider = () => {
    if (running) return;
    if (rowsWaiting() >= maxRows || waiting.length >= window) void flush();
    else timer ??= setTimeout(() => void flush(), maxAgeMs);
  };
  return {
    ...predictor,
    predict: (inputs) =>
      new Promise((resolve, reject) => {
        waiting.push({ inputs, rows: rowsOf(inputs), resolve, reject });
        consider();
      }),
    release: () => predictor.release(),
  };
};

/** The first requests that fit in one batch; always at least one. */
const taken = (waiting: readonly Request[], maxRows: number): readonly Request[] => {
  let rows = 0;
  const end = waiting.findIndex((request, index) => {
    rows += request.rows;
    return index > 0 && rows > maxRows;
  });
  return end < 0 ? [...waiting] : waiting.slice(0, end);
};

const answer = async (predictor: Predictor, batch: readonly Request[]): Promise<void> => {
  try {
    const outputs = await predictor.predict(stackedRows(batch.map(({ inputs }) => inputs)));
    let row = 0;
    for (const { rows, resolve } of batch) {
      resolve(rowsOfEach(outputs, row, rows));
      row += rows;
    }
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const request of batch) await answer(predictor, [request]); // isolates the request that failed
  }
};
