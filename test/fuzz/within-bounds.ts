import { Worker } from 'node:worker_threads';
import { SpineError } from '../../src/domain/spine-error.ts';
import { SEED } from './extent.ts';

/** No case may take longer; a machine busy with other things is given a second look. */
const LIMIT_MS = 2000;
/** A case that does not end by then never does; nothing but another thread can say so, for a hang never comes back to ask. */
const HANG_MS = 30_000;
/** Allocations may be so many times the file ... */
const RATIO = 4;

const WATCHDOG = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const beats = new Int32Array(workerData.beats);
let last = -1;
setInterval(() => {
  const beat = Atomics.load(beats, 0);
  if (beat === last && Atomics.load(beats, 1) === 1) {
    writeSync(2, 'a case of fuzz has not ended after ${HANG_MS / 1000} s; it was number ' + beat + ' of this process, with SPINESTREAM_FUZZ_SEED=${SEED}\\n');
    process.kill(process.pid, 'SIGKILL');
  }
  last = beat;
}, ${HANG_MS});
`;

const beats = new Int32Array(new SharedArrayBuffer(8));
let watchdog: Worker | undefined;

/** Ends the process where a case begun between this and `after` never ends. */
export const watchForHangs = (): void => {
  before(() => {
    watchdog = new Worker(WATCHDOG, { eval: true, workerData: { beats: beats.buffer } });
    watchdog.unref();
  });
  after(() => watchdog?.terminate());
};

interface Bounds {
  /** Bytes of the input. */
  readonly bytes: number;
  /** ... and this much beyond that, which a small input needs as well: objects of the parser, its messages, a buffer for reading. */
  readonly floorBytes: number;
}

interface Used {
  readonly ms: number;
  readonly buffers: number;
  readonly heap: number;
}

const meter = (): (() => Used) => {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  const startMs = performance.now();
  return () => {
    const after = process.memoryUsage();
    return {
      ms: performance.now() - startMs,
      buffers: after.arrayBuffers - arrayBuffers,
      heap: after.heapUsed - heapUsed,
    };
  };
};

const complaintOf = ({ ms, buffers, heap }: Used, { bytes, floorBytes }: Bounds): string | undefined => {
  const limit = RATIO * bytes + floorBytes;
  if (ms > LIMIT_MS) return `took ${ms.toFixed(0)} ms`;
  if (buffers > limit) return `allocated ${buffers} bytes of buffers for ${bytes} of input`;
  return heap > limit ? `allocated ${heap} bytes of heap for ${bytes} of input` : undefined;
};

/**
 * Runs a case and fails where it throws anything but a SpineError, takes too long, or allocates more than a multiple of its input.
 * Allocations are the growth of buffers and heap while the case runs, its garbage included, since nothing collects in between; where
 * something does (the heap is full), the case counts for less, so a complaint is looked at twice and an innocent case never fails.
 * @returns what the case gives, or its refusal
 */
export const withinBounds = async <T>(bounds: Bounds, run: () => T | Promise<T>): Promise<T | SpineError> => {
  let complaint: string | undefined;
  for (let look = 0; look < 2; look++) {
    Atomics.add(beats, 0, 1);
    Atomics.store(beats, 1, 1);
    const used = meter();
    const outcome = await settled(run);
    const { ms, buffers, heap } = used();
    Atomics.store(beats, 1, 0);
    complaint = complaintOf({ ms, buffers, heap }, bounds);
    if (complaint === undefined) return outcome;
  }
  throw new Error(complaint);
};

const settled = async <T>(run: () => T | Promise<T>): Promise<T | SpineError> => {
  try {
    const pending = run();
    return pending instanceof Promise ? await pending : pending;
  } catch (error) {
    if (error instanceof SpineError && error.code !== 'UNEXPECTED') return error;
    throw error;
  }
};
