import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Where } from '../../domain/spine-error.ts';
import { startWorker } from '../../threads/start-worker.ts';
import { brokenCodestream, decoderFailed, decodeTimeout } from '../errors.ts';
import type { PixelFormat } from '../pixel-format.ts';
import { byteCountOf } from '../pixel-format.ts';
import type { DecodeReply, DecodeRequest } from './codec-worker.ts';

/** A frame to decode. */
export interface FrameJob {
  readonly uid: string;
  /** Name and UID of the transfer syntax, for messages. */
  readonly label: string;
  readonly frame: Uint8Array;
  readonly format: PixelFormat;
  readonly where: Where;
}

export interface DecodePool {
  /**
   * The bytes of the pixels, least significant first, as many as the format says.
   * @throws DICOM_CODESTREAM_BROKEN, DICOM_DECODE_TIMEOUT, DICOM_DECODER_FAILED
   */
  readonly decode: (job: FrameJob) => Promise<Uint8Array<ArrayBuffer>>;
  /** Ends its threads. What waits is rejected. */
  readonly close: () => Promise<void>;
}

export interface DecodePoolOptions {
  /** Most threads at a time. */
  readonly threads?: number;
  /** Longest time for one frame, its start not counted. */
  readonly timeoutMs?: number;
  /** The module that threads run. */
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

const workerFile = (): URL => new URL(`./codec-worker${extname(import.meta.url)}`, import.meta.url);

/** JavaScript's heap in a thread. Pixels and WebAssembly lie outside; they have limits of their own. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };
/** To start a thread, even on a machine that is busy. */
const START_MS = 60_000;

/**
 * Threads that decode, started when they are needed first. One that takes too long, or dies, is ended and replaced, so that no frame can spoil
 * the next one. They keep the process alive only while they owe an answer.
 */
export const decodePool = (options: DecodePoolOptions = {}): DecodePool => {
  const { threads: most = Math.min(2, availableParallelism()), timeoutMs = 10_000, file = workerFile() } = options;
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
  /** The loop may have been blocked for longer than that while the answer was there already: it is let in first. */
  const limit = (thread: Thread, ms: number, errorOf: (job: Waiting) => Error): void => {
    const { job } = thread;
    thread.timer = setTimeout(() => setImmediate(() => thread.job === job && drop(thread, errorOf)), ms);
  };
  const begin = (thread: Thread): void => {
    clearTimeout(thread.timer);
    const { uid, frame, format } = thread.job!;
    // a copy: the frame is a view of the whole file, which would be handed over with it; `slice` of a Buffer makes none
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

/** The threads of this process. */
export const sharedDecodePool = (): DecodePool => {
  shared ??= decodePool();
  return shared;
};
