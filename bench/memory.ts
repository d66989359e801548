import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelinePath } from '../src/config/shipped.ts';
import { writeRunFolder } from '../src/models/weights/run-folder.ts';
import { writeFakeModels } from '../test/support/fake-runtime.ts';
import { linkedStudies } from '../test/support/many-studies.ts';
import { SHIPPED_MODELS } from '../test/support/write-untrained-models.ts';
import { withBenchStudies } from './bench-studies.ts';
import { builtChild } from './built-child.ts';
import type { MemoryMeasured, MemoryRun } from './memory-child.ts';

/** Numbers of studies; set SPINESTREAM_MEMORY_STUDIES=40,400 for a quick run. */
const SIZES = (process.env.SPINESTREAM_MEMORY_STUDIES ?? '40,400,4000').split(',').map(Number);
/**
 * More studies must not need more memory when something is slow, either; and slower steps no more than the concurrency
 * window holds.
 */
const SLOW_SIZES = SIZES.filter((size) => size <= 400);
const SLOWNESS: readonly (readonly [name: string, given: Partial<MemoryRun>])[] = [
  [', slow operator', { predictionMs: 10 }],
  [', slow disk', { sinkMs: 100 }],
];
const BUDGET_STUDIES = 64;
const BUDGET_BYTES = 200e6;
const CONCURRENCY = 4;
/** Every run takes the same number of samples, so that a long run is no more likely to hit a high one. */
const SAMPLES = 160;
/** A long run is its own repetition. */
const repeatsOf = (studies: number): number => (studies < 400 ? 3 : 1);
/**
 * Smaller inputs than a real network's: all preparation steps run, a few dozen studies fill the memory, and thousands
 * take minutes.
 */
const RESOLUTION_PX = { keypoints: 192, regions: 64 };

type Run = (task: MemoryRun) => Promise<MemoryMeasured>;

const runIn = (file: string, task: MemoryRun): Promise<MemoryMeasured> =>
  new Promise((resolve, reject) => {
    const child = fork(file, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
    let answer: MemoryMeasured | undefined;
    child.on('message', (message: MemoryMeasured) => {
      answer = message;
    });
    child.on('exit', (code) => {
      if (code === 0 && answer !== undefined) resolve(answer);
      else reject(new Error(`the measured process ended with code ${code}`));
    });
  });

/** The two-stage pipeline with small inputs and an axial slice for every level, with models to match. */
const writeSmallPipeline = async (folder: string): Promise<{ pipeline: string; models: string }> => {
  const [pipeline, models] = [join(folder, 'small.yaml'), join(folder, 'small-models')];
  const { keypoints, regions } = RESOLUTION_PX;
  const text = (await readFile(pipelinePath('two-stage'), 'utf8'))
    .replaceAll(/(normalise: \{[^}]*resolutionPx: )"\$\{\w+\}"/g, `$1${keypoints}`)
    .replaceAll(/(crop-rois: \{[^}]*resolutionPx: )"\$\{\w+\}"/g, `$1${regions}`)
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

/**
 * A few studies with every third slice, so that thousands take minutes; reading files is most of the work of a study.
 */
const ORIGINALS = 6;
const thinned = async (source: string, into: string): Promise<string> => {
  await linkedStudies(source, into, ORIGINALS);
  const entries = await readdir(join(into, 'train_images'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const dropped = files.sort().filter((_, index) => index % 3 !== 0);
  await Promise.all(dropped.map((file) => rm(file)));
  return into;
};

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const columns = (...cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(30) : cell.padStart(14))).join('');

interface Peaks {
  readonly resident: number;
  readonly highest: number;
  readonly alive: number;
  readonly kept: number;
}
const FIGURES = ['resident', 'highest', 'alive', 'kept'] as const;

const spread = (runs: readonly Peaks[]): readonly string[] =>
  FIGURES.map((figure) => {
    const values = runs.map((peaks) => peaks[figure]);
    return `${(100 * (Math.max(...values) / Math.min(...values) - 1)).toFixed(1)}%`;
  });

const peaksOf = async (
  run: Run,
  task: () => MemoryRun,
  studies: number,
): Promise<Peaks & { readonly msAStudy: number }> => {
  const free: MemoryMeasured[] = [];
  for (let repeat = 0; repeat < repeatsOf(studies); repeat++) free.push(await run(task()));
  const sampled = await run({ ...task(), samples: SAMPLES });
  if ([...free, sampled].some(({ failed }) => failed > 0)) throw new Error('studies failed while memory was measured');
  const peaks = free.flatMap(({ peakRssBytes }) => peakRssBytes);
  return {
    resident: median(peaks),
    highest: Math.max(...peaks),
    alive: Math.max(...sampled.liveBytes),
    kept: sampled.keptBytes,
    msAStudy: median(free.map(({ streamingMs }) => streamingMs)) / studies,
  };
};

/**
 * Measures peak memory while streaming more and more studies through the same concurrency window, then with a slow
 * operator, a slow disk and a byte budget. Predictions are made up; everything else is the built product, as the
 * command line configures it. Metrics:
 * resident: the median of the kernel's peaks for every 40 studies in undisturbed runs. It includes up to 28 MB of dead
 * buffers (decisions/0011); 125, 126 and 131 MB for 40, 400 and 4,000 studies on two cores. A run with a slow disk
 * takes less, since studies that wait for it no longer hold pixels.
 * highest: the maximum of these peaks, which a machine must provide; a longer run is more likely to hit a high one.
 * alive: the maximum live size right after full collections spread over a separate run, which grows if a queue does.
 * kept: the live size after the last study, which grows if anything of every study is retained.
 */
export const memoryBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (source, what) => {
    const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
    let folders = 0;
    const fresh = (): string => join(folder, String(folders++));
    try {
      const built = fresh();
      await mkdir(built);
      const child = await builtChild('bench/memory-child.ts', built);
      const run: Run = (task) => runIn(child, task);
      const small = await writeSmallPipeline(folder);
      const thin = await thinned(source, fresh());
      const measure = async (count: number, slowness = '', given: Partial<MemoryRun> = {}): Promise<Peaks> => {
        const studies = fresh();
        await linkedStudies(thin, studies, count);
        const found = await peaksOf(
          run,
          () => ({ ...small, studies, concurrency: CONCURRENCY, out: fresh(), ...given }),
          count,
        );
        await rm(studies, { recursive: true });
        const figures = FIGURES.map((figure) => mb(found[figure]));
        report(columns(`${count} studies${slowness}`, ...figures, `${found.msAStudy.toFixed(1)} ms/study`));
        return found;
      };
      report(
        `${what}, every third slice, ${CONCURRENCY} studies in progress, inputs of ${Object.values(RESOLUTION_PX).join(' and ')} pixels`,
      );
      report(columns('', ...FIGURES));
      const sizes: Peaks[] = [];
      for (const size of SIZES) sizes.push(await measure(size));
      report(columns('spread', ...spread(sizes)));
      for (const [slowness, given] of SLOWNESS) {
        const slow: Peaks[] = [];
        for (const size of SLOW_SIZES) slow.push(await measure(size, slowness, given));
        report(columns('spread', ...spread(slow)));
      }
      const studies = fresh();
      await linkedStudies(source, studies, BUDGET_STUDIES);
      await reportBudget({ run, folder, studies }, report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

/**
 * Full-size inputs and more studies in progress than fit, so that the budget has to hold some back; and the same
 * without a budget.
 */
const reportBudget = async (
  { run, folder, studies }: { readonly run: Run; readonly folder: string; readonly studies: string },
  report: (line: string) => void,
): Promise<void> => {
  const models = join(folder, 'models');
  await writeFakeModels(models);
  const task = { pipeline: 'two-stage', studies, models };
  for (const concurrency of [16, BUDGET_STUDIES])
    for (const memoryBudget of [BUDGET_BYTES, Number.MAX_SAFE_INTEGER]) {
      const given = memoryBudget === BUDGET_BYTES ? `a budget of ${mb(BUDGET_BYTES)}` : 'no budget';
      const out = join(folder, `${concurrency}-${memoryBudget}`);
      const { budgetPeakBytes = 0, peakRssBytes } = await run({ ...task, out, concurrency, memoryBudget });
      const resident = Math.max(...peakRssBytes);
      report(
        `${concurrency} in flight, full-size inputs, ${given}: studies held ${mb(budgetPeakBytes)}, resident ${mb(resident)}`,
      );
    }
};
