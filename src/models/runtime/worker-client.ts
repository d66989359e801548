import { startWorker } from '../../threads/start-worker.ts';
import { callFailed, runtimeClosed, workerDied } from './errors.ts';
import type { Freed } from './freed.ts';

/** What a thread can be asked: by kind, the request and its reply. */
export type Calls = Readonly<Record<string, { readonly request: unknown; readonly reply: unknown }>>;

export interface Asking {
  /** The end of "... failed", e.g. `a prediction of model spinal`. */
  readonly asked: string;
  readonly transfer?: readonly ArrayBuffer[];
}

export interface WorkerClient<C extends Calls> {
  readonly call: <K extends keyof C>(kind: K, request: C[K]['request'], asking: Asking) => Promise<C[K]['reply']>;
  /** Waits for the answers to what was asked, then lets the thread end; nobody knows what was freed where it died before. */
  readonly close: () => Promise<Freed | undefined>;
}

interface Pending {
  readonly asked: string;
  /** The thread's replies are trusted to be of the kind that was asked for. */
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
  /** Of an error that was raised on purpose. */
  readonly code?: string;
}

/** The message on which a thread frees what it holds, and ends. */
export const END = 'end';

/**
 * A thread that answers calls in their order (see `serveCalls`). The thread keeps the process alive only while it owes an answer.
 * When it dies, all calls that wait are rejected, each naming what was asked; so are later ones.
 */
export const startWorkerClient = <C extends Calls>(file: URL): WorkerClient<C> => {
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
    if (pending.size === 0 && closing === undefined) worker.unref(); // who closes waits for the thread to end
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
