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

/** Share of the networks in memory, those used last, that make no room. */
const KEPT_OF_LATEST = 1 / 4;

/**
 * Cache of predictors with at most `limit` in memory. Requests for a loaded network are answered immediately. The others wait until nothing runs;
 * then the network with the most pending requests replaces another and answers all of them. So a chunk of studies in progress goes through an ensemble
 * network by network.
 *
 * As every study needs the networks in the same order, those used last are needed again last. By dropping the one used first, each chunk would load all
 * networks anew even if only one does not fit. So one used lately makes room, but not one of the last quarter: the views of a stack need them again at once.
 * A network that was used before the wanted one was, and not since, is out of that order: few studies need it, or the studies in progress have drifted
 * apart. The longest unused of these goes first.
 */
export const boundedPredictors = (limit: number): ((loadable: LoadablePredictor) => Predictor) => {
  const seats = new Map<string, Seat>(); // least recently used first
  /** Number of the request that used each network last, 0 before; in the order in which studies first asked for them. */
  const uses = new Map<string, number>();
  let requestCount = 0;
  const waiting = new Map<string, { readonly loadable: LoadablePredictor; readonly requests: Request[] }>();
  let loading = false;

  const serve = async (key: string, seat: Seat, { inputs, options, resolve, reject }: Request): Promise<void> => {
    seat.users++;
    seats.delete(key);
    seats.set(key, seat);
    uses.set(key, ++requestCount);
    try {
      resolve(await seat.predictor.predict(inputs, options));
    } catch (error) {
      reject(error);
    } finally {
      seat.users--;
      void next();
    }
  };

  const leastNeeded = (wanted: string): readonly [string, Seat] | undefined => {
    const leastRecentFirst = [...seats];
    const [oldest] = leastRecentFirst;
    const isOutOfOrder = oldest !== undefined && uses.get(oldest[0])! < uses.get(wanted)!;
    return isOutOfOrder ? oldest : (leastRecentFirst.at(-1 - Math.ceil(limit * KEPT_OF_LATEST)) ?? oldest);
  };

  const makeRoomFor = async (wanted: string): Promise<void> => {
    for (let found = leastNeeded(wanted); found && seats.size >= limit; found = leastNeeded(wanted)) {
      const [key, { predictor }] = found;
      seats.delete(key);
      await predictor.release();
    }
  };

  /** The longest queue; of equal ones, that of the first network in the order of studies, so that the study that is behind catches up. */
  const nextQueue = () => {
    const order = [...uses.keys()];
    const rank = ({ loadable }: { readonly loadable: LoadablePredictor }) => order.indexOf(loadable.key);
    return [...waiting.values()].sort((a, b) => b.requests.length - a.requests.length || rank(a) - rank(b))[0]!;
  };

  /** Loads the network with the most pending requests, if nothing is running. */
  const next = async (): Promise<void> => {
    if (loading || waiting.size === 0 || [...seats.values()].some(({ users }) => users > 0)) return;
    loading = true;
    const { loadable } = nextQueue();
    try {
      await makeRoomFor(loadable.key);
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
    if (!uses.has(loadable.key)) uses.set(loadable.key, 0);
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
