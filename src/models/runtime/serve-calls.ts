import { parentPort } from 'node:worker_threads';
import { SpineError } from '../../domain/spine-error.ts';
import type { Freed } from './freed.ts';
import { type Calls, END } from './worker-client.ts';

export interface Answer<R> {
  readonly reply: R;
  /** Buffers to transfer to the calling thread instead of copying. */
  readonly transfer?: readonly ArrayBuffer[];
}

export type Handlers<C extends Calls> = {
  readonly [K in keyof C]: (request: C[K]['request']) => Promise<Answer<C[K]['reply']>>;
};

interface Request<C extends Calls> {
  readonly id: number;
  readonly kind: keyof C;
  readonly request: C[keyof C]['request'];
}

/**
 * The thread's side of `startWorkerClient`: answers calls one by one, in order.
 * @param end  frees the thread's resources and reports them; runs once, after the last answer
 */
export const serveCalls = <C extends Calls>(handlers: Handlers<C>, end: () => Promise<Freed>): void => {
  const port = parentPort;
  if (port === null) throw new Error('serveCalls runs in a worker thread only');

  const answer = async ({ id, kind, request }: Request<C>): Promise<void> => {
    try {
      const { reply, transfer = [] } = await handlers[kind](request);
      port.postMessage({ id, reply }, transfer);
    } catch (cause) {
      const error = cause instanceof Error ? new Error(cause.message) : new Error(String(cause));
      port.postMessage({ id, error, ...(cause instanceof SpineError && { code: cause.code }) });
    }
  };
  const ended = async (): Promise<void> => {
    try {
      port.postMessage({ freed: await end() });
    } finally {
      port.close();
    }
  };
  let queue = Promise.resolve();
  port.on('message', (message: Request<C> | typeof END) => {
    queue = queue.then(() => (message === END ? ended() : answer(message)));
  });
};
