import { SpineError } from '../../domain/spine-error.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { callFailed, runtimeClosed, workerDied } from './errors.ts';

/** The calls that a thread answers: the type of its handlers, which take a request and return the reply. */
export type Calls<C> = { readonly [K in keyof C]: (request: never) => Promise<unknown> };

type ReplyOf<F extends (request: never) => Promise<unknown>> = Awaited<ReturnType<F>>;

/**
 * Resources that a runtime's thread held when asked to end, and those left after freeing. Counted on creation and release: sessions of ONNX Runtime,
 * tensors of TensorFlow.js.
 */
export interface Freed {
  readonly held: number;
  readonly left: number;
}

export interface Asking {
  /** Completes "... failed", e.g. `a prediction of model spinal`. */
  readonly asked: string;
  readonly transfer?: readonly ArrayBuffer[];
}

export interface WorkerClient<C extends Calls<C>> {
  readonly call: <K extends keyof C>(kind: K, request: Parameters<C[K]>[0], asking: Asking) => Promise<ReplyOf<C[K]>>;
  /** Waits for pending replies, then lets the thread end; undefined if the thread died earlier. */
  readonly close: () => Promise<Freed | undefined>;
}

interface Pending {
  readonly asked: string;
  /** Replies are assumed to match the requested kind. */
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
}

/** The last message of a thread that was asked to end. */
interface Farewell {
  readonly freed: Freed;
}

interface Envelope {
  readonly id: number;
  readonly reply?: never;
  readonly error?: Error;
  /** Code of an error raised deliberately. */
  readonly code?: string;
}

/** Handles a failed release: models end with their thread, so nothing is left to release. */
export const ignoreGone = (error: unknown): void => {
  const isGone = error instanceof SpineError && ['RUNTIME_CLOSED', 'RUNTIME_WORKER_DIED'].includes(error.code);
  if (!isGone) throw error;
};

/** Message that makes the thread free its resources and end. */
export const END = 'end';

/**
 * A thread that answers calls in order (see `serveCalls`). It keeps the process alive only while calls are pending. When it dies, all pending and
 * later calls are rejected, each naming the call.
 */
export const startWorkerClient = <C extends Calls<C>>(file: URL): WorkerClient<C> => {
  const worker = startWorker(file);
  const pending = new Map<number, Pending>();
  let nextId = 0;
  let death: unknown;
  let closing: Promise<Freed | undefined> | undefined;
  let freed: Freed | undefined;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      const cause = death ?? new Error(`exit code ${code}`);
      death = cause;
      for (const { asked, reject } of pending.values()) reject(workerDied(asked, cause));
      pending.clear();
      resolve();
    });
  });
  worker.once('error', (error) => {
    death = error;
  });
  worker.on('message', (message: Envelope | Farewell) => {
    if ('freed' in message) freed = message.freed;
    else answered(message);
  });
  const answered = ({ id, reply, error, code }: Envelope): void => {
    const call = pending.get(id);
    pending.delete(id);
    if (pending.size === 0 && closing === undefined) worker.unref(); // `close` waits for the thread to end
    if (error === undefined) call?.resolve(reply!);
    else call?.reject(callFailed(call.asked, error, code));
  };
  worker.unref();

  const call: WorkerClient<C>['call'] = (kind, request, { asked, transfer = [] }) =>
    new Promise((resolve, reject) => {
      if (closing !== undefined) throw runtimeClosed(asked);
      if (death !== undefined) throw workerDied(asked, death);
      try {
        worker.postMessage({ id: nextId, kind, request }, transfer);
      } catch (cause) {
        throw callFailed(asked, cause);
      }
      pending.set(nextId++, { asked, resolve, reject });
      worker.ref();
    });

  const end = async (): Promise<Freed | undefined> => {
    if (death !== undefined) return undefined;
    worker.ref();
    worker.postMessage(END);
    await ended;
    return freed;
  };
  return {
    call,
    close: () => {
      closing ??= end();
      return closing;
    },
  };
};
