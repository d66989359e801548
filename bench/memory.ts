import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHIPPED_MODELS } from '../src/models/untrained-models.ts';
import { writeRunFolder } from '../src/models/weights/run-folder.ts';
import { pipelinePath } from '../src/pipelines/shipped.ts';
import { writeFakeModels } from '../test/support/fake-runtime.ts';
import { linkedStudies } from '../test/support/many-studies.ts';
import { withBenchStudies } from './bench-studies.ts';
import type { MemoryMeasured, MemoryRun } from './memory-child.ts';

const CHILD = fileURLToPath(new URL('./memory-child.ts', import.meta.url));
/** Numbers of studies; SPINESTREAM_MEMORY_STUDIES=40,400 for a short look. */
const SIZES = (process.env.SPINESTREAM_MEMORY_STUDIES ?? '40,400,4000').split(',').map(Number);
const SLOW_STUDIES = Math.min(400, ...SIZES.slice(-2));
const BUDGET_STUDIES = 48;
const BUDGET_BYTES = 200e6;
const IN_FLIGHT = 4;
/** As many samples in every run, so that a long one has no more chances of a high one. */
const SAMPLES = 40;
/** Small inputs: preparation is all there, and thousands of studies take minutes. */
const RESOLUTION_PX = { keypoints: 64, regions: 32 };

const run = (task: MemoryRun): Promise<MemoryMeasured> =>
  new Promise((resolve, reject) => {
    const child = fork(CHILD, [JSON.stringify(task)], { execArgv: ['--expose-gc', '--import', 'tsx'] });
    let answer: MemoryMeasured | undefined;
    child.on('message', (message: MemoryMeasured) => {
      answer = message;
    });
    child.on('exit', (code) => {
      if (code === 0 && answer !== undefined) resolve(answer);
      else reject(new Error(`the measured process ended with code ${code}`));
    });
  });

/** The two-stage pipeline with small inputs and an axial slice for every level, and models that take them. */
const writeSmallPipeline = async (folder: string): Promise<{ pipeline: string; models: string }> => {
  const [pipeline, models] = [join(folder, 'small.yaml'), join(folder, 'small-models')];
  const { keypoints, regions } = RESOLUTION_PX;
  const text = (await readFile(pipelinePath('two-stage'), 'utf8'))
    .replaceAll('normalise: { ', `normalise: { resolutionPx: ${keypoints}, `)
    .replaceAll('crop-rois: { ', `crop-rois: { resolutionPx: ${regions}, `)
    .replaceAll('project-to-axial: { ', 'project-to-axial: { maxDistanceMm: 100000, ');
  await writeFile(pipeline, text);
  await mkdir(models);
  const weights = new Map([['w', { dtype: 'float32' as const, shape: [1], data: new Float32Array(1) }]]);
  for (const [name, { architecture, input }] of Object.entries(SHIPPED_MODELS)) {
    const resolutionPx = architecture.kind === 'keypoints' ? keypoints : regions;
    const config = { name, architecture: { ...architecture }, input: { ...input, resolutionPx } };
    await writeRunFolder(join(models, name), { config, folds: [{ fold: 1, which: 'best', weights }] });
  }
  return { pipeline, models };
};

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const spread = (values: readonly number[]): string =>
  `${(100 * (Math.max(...values) / Math.min(...values) - 1)).toFixed(1)}%`;
const columns = (...cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(16))).join('');

interface Peaks {
  readonly rss: number;
  readonly live: number;
}

/**
 * Peak memory of streaming more and more studies through the same window, then with a slow operator, a slow disk and a byte budget.
 * Two figures of each, from two runs: the resident size at its highest, as the kernel counts it, of an undisturbed run (V8 collects
 * when it likes and keeps pages, so this is what a machine must have); and what is alive right after a full collection, at its
 * highest of as many samples in every run (this is what would grow if anything were kept). Predictions are made up.
 */
export const memoryBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (source, what) => {
    const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
    let runs = 0;
    try {
      const small = await writeSmallPipeline(folder);
      const studiesOf = async (count: number): Promise<string> => {
        const studies = join(folder, `studies${runs++}`);
        await linkedStudies(source, studies, count);
        return studies;
      };
      const peaks = async (title: string, count: number, given: Partial<MemoryRun> = {}): Promise<Peaks> => {
        const studies = await studiesOf(count);
        const task = () => ({ ...small, studies, inFlight: IN_FLIGHT, out: join(folder, `out${runs++}`), ...given });
        const free = await run(task());
        const sampled = await run({ ...task(), sampleEvery: Math.max(1, Math.floor(count / SAMPLES)) });
        const found = { rss: free.peakRssBytes, live: Math.max(...sampled.liveBytes) };
        const each = `${(free.streamingMs / count).toFixed(1)} ms a study`;
        report(columns(title, mb(found.rss), mb(found.live), free.failed === 0 ? each : `${free.failed} failed`));
        await rm(studies, { recursive: true });
        return found;
      };
      report(`${what}, ${IN_FLIGHT} studies in flight, inputs of ${Object.values(RESOLUTION_PX).join(' and ')} pixels`);
      report(columns('', 'peak resident', 'peak alive', ''));
      const sizes: Peaks[] = [];
      for (const size of SIZES) sizes.push(await peaks(`${size} studies`, size));
      report(columns('spread', spread(sizes.map(({ rss }) => rss)), spread(sizes.map(({ live }) => live)), ''));
      const plain = sizes[SIZES.indexOf(SLOW_STUDIES)];
      for (const [title, given] of [
        [`${SLOW_STUDIES} studies, slow operator`, { predictionMs: 10 }],
        [`${SLOW_STUDIES} studies, slow disk`, { sinkMs: 100 }],
      ] as const) {
        const { rss, live } = await peaks(title, SLOW_STUDIES, given);
        if (plain !== undefined)
          report(columns('  against the plain run', change(rss, plain.rss), change(live, plain.live), ''));
      }
      await reportBudget(folder, await studiesOf(BUDGET_STUDIES), report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

const change = (value: number, base: number): string =>
  `${value < base ? '' : '+'}${(100 * (value / base - 1)).toFixed(1)}%`;

/** Inputs of full size, so that the budget has something to hold; and the same without it. */
const reportBudget = async (folder: string, studies: string, report: (line: string) => void): Promise<void> => {
  const models = join(folder, 'models');
  await writeFakeModels(models);
  const task = { pipeline: 'two-stage', studies, models, inFlight: 16 };
  const kept = await run({ ...task, out: join(folder, 'budget'), budgetBytes: BUDGET_BYTES });
  const wide = await run({ ...task, out: join(folder, 'no-budget'), budgetBytes: Number.MAX_SAFE_INTEGER });
  for (const [title, { budgetPeakBytes = 0, peakRssBytes, failed }] of [
    [`budget of ${mb(BUDGET_BYTES)}`, kept],
    ['no budget', wide],
  ] as const)
    report(
      `${title}, 16 in flight, full-size inputs: the studies in work held ${mb(budgetPeakBytes)} at most, peak resident ${mb(peakRssBytes)}, ${failed} failed`,
    );
};
