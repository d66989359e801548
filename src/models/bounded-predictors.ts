import type { PredictOptions, Predictor, Tensors } from './runtime/runtime.ts';

/** A network that is loaded on demand. */
export interface LoadablePredictor {
  readonly key: string;
  readonly inputs: Predictor['inputs'];
  readonly outputs: Predictor['outputs'];
  readonly load: () => Promise<Predictor>;
}

interface Request {
  readonly inputs: Tensors;
  readonly options: PredictOptions | undefined;
  readonly resolve: (outputs: Tensors) => void;
  readonly reject: (error: unknown) => void;
}

interface Seat {
  readonly predictor: Predictor;
  users: number;
}

/**
 * Cache of predictors with at most `limit` in memory. Requests for a loaded network are answered immediately. The others wait until nothing runs;
 * then the network with the most pending requests replaces the most recently used one and answers all of them. So a chunk of studies in progress
 * goes through an ensemble network by network. As every study needs all networks in the same order, the one used last is needed again last; by dropping
 * the one used first, each chunk would load all networks anew even if only one does not fit.
 */
export const boundedPredictors = (limit: number): ((loadable: LoadablePredictor) => Predictor) => {
  const seats = new Map<string, Seat>(); // least recently used first
  const waiting = new Map<string, { readonly loadable: LoadablePredictor; readonly requests: Request[] }>();
  let loading = false;

  const serve = async (key: string, seat: Seat, { inputs, options, resolve, reject }: Request): Promise<void> => {
    seat.users++;
    seats.delete(key);
    seats.set(key, seat);
    try {
      resolve(await seat.predictor.predict(inputs, options));
    } catch (error) {
      reject(error);
    } finally {
      seat.users--;
      void next();
    }
  };

  const makeRoom = async (): Promise<void> => {
    for (const [key, seat] of [...seats].reverse()) {
      if (seats.size < limit) return;
      seats.delete(key);
      await seat.predictor.release();
    }
  };

  /** Loads the network with the most pending requests, if nothing is running. */
  const next = async (): Promise<void> => {
    if (loading || waiting.size === 0 || [...seats.values()].some(({ users }) => users > 0)) return;
    loading = true;
    const [chosen] = [...waiting.values()].sort((a, b) => b.requests.length - a.requests.length);
    const { loadable } = chosen!;
    try {
      await makeRoom();
      const seat: Seat = { predictor: await loadable.load(), users: 0 };
      seats.set(loadable.key, seat);
      const requests = waiting.get(loadable.key)?.requests ?? [];
      waiting.delete(loadable.key);
      for (const request of requests) void serve(loadable.key, seat, request);
    } catch (error) {
      for (const { reject } of waiting.get(loadable.key)?.requests ?? []) reject(error);
      waiting.delete(loadable.key);
    } finally {
      loading = false;
      void next();
    }
  };

  const ask = (loadable: LoadablePredictor, request: Request): void => {
    const seat = seats.get(loadable.key);
    if (seat !== undefined) {
      void serve(loadable.key, seat, request);
      return;
    }
    const queue = waiting.get(loadable.key) ?? { loadable, requests: [] };
    queue.requests.push(request);
    waiting.set(loadable.key, queue);
    void next();
  };

  return (loadable) => ({
    name: loadable.key,
    inputs: loadable.inputs,
    outputs: loadable.outputs,
    predict: (inputs, options) => new Promise((resolve, reject) => ask(loadable, { inputs, options, resolve, reject })),
    release: async () => {},
  });
};
