import { parentPort } from 'node:worker_threads';
import { SpineError } from '../../domain/spine-error.ts';
import { buffersIn } from './transferable.ts';
import { END } from './worker-client.ts';

/** What a thread does, by the names of the calls; the client derives its calls from these. */
type Handlers = Readonly<Record<string, (request: never) => Promise<unknown>>>;

/** Resources of a thread: sessions of ONNX Runtime, tensors of TensorFlow.js, counted on creation and release. */
interface Resources {
  readonly count: () => number;
  readonly free: () => void | Promise<void>;
}

interface Request {
  readonly id: number;
  readonly kind: string;
  readonly request: never;
}

/**
 * The thread's side of `startWorkerClient`: answers calls one by one, in order. The arrays of a reply are transferred, so a thread must not keep them.
 * After the last answer, it frees its resources and reports them.
 */
export const serveCalls = (handlers: Handlers, { count, free }: Resources): void => {
  const port = parentPort;
  if (port === null) throw new Error('serveCalls runs in a worker thread only');

  const answer = async ({ id, kind, request }: Request): Promise<void> => {
    try {
      const reply = await handlers[kind]!(request);
      port.postMessage({ id, reply }, buffersIn(reply));
    } catch (cause) {
      const error = cause instanceof Error ? new Error(cause.message) : new Error(String(cause));
      port.postMessage({ id, error, ...(cause instanceof SpineError && { code: cause.code }) });
    }
  };
  const ended = async (): Promise<void> => {
    try {
      const held = count();
      await free();
      port.postMessage({ freed: { held, left: count() } });
    } finally {
      port.close();
    }
  };
  let queue = Promise.resolve();
  port.on('message', (message: Request | typeof END) => {
    queue = queue.then(() => (message === END ? ended() : answer(message)));
  });
};
