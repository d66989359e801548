// One run of the built product in a process of its own, whose memory is measured: node --expose-gc memory-child.js <MemoryRun as JSON>
import { open } from 'node:fs/promises';
import { bufferCollector } from '../src/cli/process/collect-buffers.ts';
import { setHeapForBuffers } from '../src/cli/process/heap-flags.ts';
import { peakRssBytes as peakRss } from './peak-rss.ts';

setHeapForBuffers(); // as the command line does, before anything large is loaded
const { gradeStudies } = await import('../src/run/grade-studies.ts');
const { fakeRuntime } = await import('../test/support/fake-runtime.ts');

/** What the process is asked to do. */
export interface MemoryRun {
  readonly pipeline: string;
  readonly studies: string;
  readonly models: string;
  readonly out: string;
  readonly concurrency: number;
  readonly budgetBytes?: number;
  /** How long a prediction takes. */
  readonly predictionMs?: number;
  /** How much longer every result takes to reach the disk. */
  readonly sinkMs?: number;
  /** Collect garbage and look at what is left so many times, spread over the run; never where it is not given. */
  readonly samples?: number;
}

/** What it answers. */
export interface MemoryMeasured {
  /** The greatest resident size that the kernel saw, of every so many studies; one of the whole run where it cannot be reset. */
  readonly peakRssBytes: readonly number[];
  /** Heap and buffers that were alive after a full collection, at each sample. */
  readonly liveBytes: readonly number[];
  /** The same when the last study has left: what the run keeps of all of them. */
  readonly keptBytes: number;
  readonly budgetPeakBytes: number | undefined;
  readonly failed: number;
  readonly streamingMs: number;
}

/** Makes every `datasync` of this process, which is what a result waits for, take longer. */
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
  globalThis.gc?.(); // dead buffers are swept beside the first one; the second waits for that
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
