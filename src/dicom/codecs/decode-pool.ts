import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Where } from '../../domain/spine-error.ts';
import { siblingModule } from '../../threads/sibling-module.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { brokenCodestream, decoderFailed, decodeTimeout } from '../errors.ts';
import type { PixelFormat } from '../pixel-format.ts';
import { byteCountOf } from '../pixel-format.ts';
import type { DecodeReply, DecodeRequest } from './codec-worker.ts';

/** A frame to decode. */
interface FrameJob {
  readonly uid: string;
  /** Name and UID of the transfer syntax, for messages. */
  readonly label: string;
  readonly frame: Uint8Array;
  readonly format: PixelFormat;
  readonly where: Where;
}

export interface DecodePool {
  /**
   * Returns the pixel bytes, least significant first, as many as the format requires.
   * @throws DICOM_CODESTREAM_BROKEN, DICOM_DECODE_TIMEOUT, DICOM_DECODER_FAILED
   */
  readonly decode: (job: FrameJob) => Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the pool's threads and rejects pending frames. */
  readonly close: () => Promise<void>;
}

export interface DecodePoolOptions {
  /** Maximum number of threads. */
  readonly threads?: number;
  /** Maximum time for one frame, without the start of its thread. */
  readonly timeoutMs?: number;
  /** Module that the threads run. */
  readonly file?: URL;
}

interface Waiting extends FrameJob {
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  job: Waiting | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** JavaScript heap of a thread. Pixels and WebAssembly memory lie outside the heap and have limits of their own. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };
/** Maximum time to start a thread, even on a busy machine. */
const START_MS = 60_000;

/**
 * Pool of decoding threads, started on demand. A thread that exceeds its time or dies is replaced, so that no frame affects the next. Threads keep
 * the process alive only while a frame is pending.
 */
export const decodePool = (options: DecodePoolOptions = {}): DecodePool => {
  const {
    threads: most = Math.min(2, availableParallelism()),
    timeoutMs = 10_000,
    file = siblingModule(import.meta.url, 'codec-worker'),
  } = options;
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();

  const leave = (thread: Thread): Waiting | undefined => {
    const { job } = thread;
    clearTimeout(thread.timer);
    thread.job = undefined;
    return job;
  };
  const drop = (thread: Thread, errorOf: (job: Waiting) => Error): void => {
    if (!threads.delete(thread)) return;
    const job = leave(thread);
    job?.reject(errorOf(job));
    void thread.worker.terminate();
    next();
  };
  /** Lets a pending reply in first: the event loop may have been blocked for longer than the limit. */
  const limit = (thread: Thread, ms: number, errorOf: (job: Waiting) => Error): void => {
    const { job } = thread;
    thread.timer = setTimeout(() => setImmediate(() => thread.job === job && drop(thread, errorOf)), ms);
  };
  const begin = (thread: Thread): void => {
    clearTimeout(thread.timer);
    const { uid, frame, format } = thread.job!;
    // Copies, since the frame is a view of the whole file, which would be transferred with it; `slice` of a Buffer does not copy.
    const request: DecodeRequest = { uid, frame: new Uint8Array(frame), format };
    thread.worker.postMessage(request, [request.frame.buffer as ArrayBuffer]);
    limit(thread, timeoutMs, (job) => decodeTimeout(timeoutMs, job.where));
  };
  const answered = (thread: Thread, reply: DecodeReply): void => {
    if ('ready' in reply) {
      thread.isReady = true;
      if (thread.job !== undefined) begin(thread);
      return;
    }
    const job = leave(thread);
    thread.worker.unref();
    if (job !== undefined) settle(job, reply);
    next();
  };
  const started = (): Thread => {
    const worker = startWorker(file, { resourceLimits: RESOURCE_LIMITS });
    const thread: Thread = { worker, isReady: false, job: undefined, timer: undefined };
    const failed = (cause: unknown) => drop(thread, (job) => decoderFailed(cause, job.where));
    worker.on('message', (reply: DecodeReply) => answered(thread, reply));
    worker.once('error', failed);
    worker.once('exit', (code) => failed(new Error(`exit code ${code}`)));
    threads.add(thread);
    return thread;
  };
  const free = (): Thread | undefined =>
    [...threads].find(({ job }) => job === undefined) ?? (threads.size < most ? started() : undefined);

  const next = (): void => {
    const thread = queue.length > 0 ? free() : undefined;
    if (thread === undefined) return;
    thread.job = queue.shift();
    thread.worker.ref();
    if (thread.isReady) begin(thread);
    else limit(thread, START_MS, (job) => decoderFailed(new Error('it did not start'), job.where));
  };

  return {
    decode: (job) =>
      new Promise((resolve, reject) => {
        queue.push({ ...job, resolve, reject });
        next();
      }),
    close: async () => {
      const closed = (job: Waiting) => decoderFailed(new Error('the pool was closed'), job.where);
      for (const job of queue.splice(0)) job.reject(closed(job));
      const ended = [...threads].map(({ worker }) => worker.terminate());
      for (const thread of threads) drop(thread, closed);
      await Promise.all(ended);
    },
  };
};

const settle = (job: Waiting, reply: Exclude<DecodeReply, { readonly ready: true }>): void => {
  if ('problem' in reply) job.reject(brokenCodestream(job.label, reply.problem, job.where));
  else if (reply.pixels.length !== byteCountOf(job.format))
    job.reject(brokenCodestream(job.label, 'its decoder gives a wrong number of pixels', job.where));
  else job.resolve(reply.pixels);
};

let shared: DecodePool | undefined;

/** The decoding threads of this process. */
export const sharedDecodePool = (): DecodePool => {
  shared ??= decodePool();
  return shared;
};
