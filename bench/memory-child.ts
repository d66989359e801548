// Runs the built product once in a separate process, whose memory is measured: node --expose-gc memory-child.js
// <MemoryRun as JSON>
import { open } from 'node:fs/promises';
import { bufferCollector } from '../src/cli/process/collect-buffers.ts';
import { setHeapForBuffers } from '../src/cli/process/heap-flags.ts';
import { peakRssBytes as peakRss } from './peak-rss.ts';

setHeapForBuffers(); // as the command line does, before loading anything large
const { gradeStudies } = await import('../src/run/grade-studies.ts');
const { fakeRuntime } = await import('../test/support/fake-runtime.ts');

/** Request to the child process. */
export interface MemoryRun {
  readonly pipeline: string;
  readonly studies: string;
  readonly models: string;
  readonly out: string;
  readonly concurrency: number;
  readonly memoryBudget?: number;
  /** Duration of a prediction. */
  readonly predictionMs?: number;
  /** Extra time for every result to reach the disk. */
  readonly sinkMs?: number;
  /** Number of full garbage collections with a heap sample, spread over the run; default: none. */
  readonly samples?: number;
}

/** The child's answer. */
export interface MemoryMeasured {
  /**
   * Peak resident sizes according to the kernel, one for every so many studies; a single one for the whole run if it
   * cannot be reset.
   */
  readonly peakRssBytes: readonly number[];
  /** Live heap and buffers after a full collection, at each sample. */
  readonly liveBytes: readonly number[];
  /** Live heap and buffers after the last study: what the run retains of all studies. */
  readonly keptBytes: number;
  readonly budgetPeakBytes: number | undefined;
  readonly failed: number;
  readonly streamingMs: number;
}

/** Slows down every `datasync` of this process, which each result waits for. */
const slowDown = async (delayMs: number): Promise<void> => {
  const file = await open(process.execPath);
  const files = Object.getPrototypeOf(file);
  await file.close();
  const { datasync } = files;
  files.datasync = async function slowly() {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return datasync.call(this);
  };
};

const STUDIES_A_PEAK = 40;

const live = (): number => {
  globalThis.gc?.();
  globalThis.gc?.(); // dead buffers are swept concurrently with the first collection; the second waits for that
  const { heapUsed, external } = process.memoryUsage(); // external includes the array buffers
  return heapUsed + external;
};

const measured = async ({ sinkMs = 0, predictionMs, samples, ...run }: MemoryRun): Promise<MemoryMeasured> => {
  if (sinkMs > 0) await slowDown(sinkMs);
  const collectDeadBuffers = bufferCollector();
  const liveBytes: number[] = [];
  const peakRssBytes: number[] = [];
  let keptBytes = 0;
  let [studies, stepsOfStudy, steps, done] = [0, 1, 0, 0];
  const { counts, times, budgetPeakBytes } = await gradeStudies({
    ...run,
    existing: 'refuse',
    startRuntime: async () => fakeRuntime(predictionMs),
    now: () => performance.now(),
    date: () => new Date(),
    onEvent: (event) => {
      if (event.type === 'step') collectDeadBuffers(); // as the command line does
      if (event.type === 'checked') stepsOfStudy = event.pipeline.steps.length;
      if (event.type === 'opened') {
        studies = event.studies ?? 0;
        peakRss();
      }
      if (event.type === 'study' && ++done % STUDIES_A_PEAK === 0) peakRssBytes.push(peakRss());
      if (samples === undefined) return;
      if (event.type === 'step' && ++steps % Math.ceil((stepsOfStudy * studies) / samples) === 0)
        liveBytes.push(live());
      if (event.type === 'study' && done === studies) keptBytes = live();
    },
  });
  const { failed } = counts;
  if (done % STUDIES_A_PEAK > 0) peakRssBytes.push(peakRss());
  return { peakRssBytes, liveBytes, keptBytes, budgetPeakBytes, failed, streamingMs: times.streamingMs };
};

process.send?.(await measured(JSON.parse(process.argv[2] ?? '{}')));
