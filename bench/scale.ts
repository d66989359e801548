import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { journalIndex } from '../src/run/journal/journal-index.ts';
import { mergeRuns } from '../src/run/merge/merge-runs.ts';
import { fakeRuntime, writeFakeModels } from '../test/support/fake-runtime.ts';
import { linkedStudies } from '../test/support/many-studies.ts';
import { withBenchStudies } from './bench-studies.ts';
import { reportIndexBench } from './scale-index.ts';
import { queueBench } from './scale-queue.ts';

type Report = (line: string) => void;

const MB = 1e6;
const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** A million studies in an index. */
const indexBench = (report: Report): void => {
  const index = journalIndex();
  const startMs = performance.now();
  for (let i = 0; i < 1e6; i++)
    index.set(String(1e7 + ((i * 611_953) % 1e6)), {
      offset: i,
      length: 4000,
      failed: false,
      input: i.toString(16).padStart(16, '0'),
      version: 0,
    });
  const filledMs = performance.now() - startMs;
  for (const _ of index.inOrder()) break;
  const sortedMs = performance.now() - startMs - filledMs;
  report(
    `index of 1,000,000 studies: ${(index.bytes() / MB).toFixed(0)} MB, filled in ${(filledMs / 1000).toFixed(1)} s, put in order in ${(sortedMs / 1000).toFixed(1)} s`,
  );
};

const startBench = async (from: string, folder: string, report: Report): Promise<void> => {
  const studies = join(folder, 'many');
  await linkedStudies(from, join(folder, 'few'), 4);
  await linkedStudies(from, studies, 4);
  for (let i = 0; i < 20_000; i++) await mkdir(join(studies, 'train_images', `s${i}`));
  await writeFile(join(folder, 'p.yaml'), 'steps:\n  - load-series: {}\n');
  const args = [
    '--import',
    'tsx',
    MAIN,
    'run',
    join(folder, 'p.yaml'),
    '--studies',
    studies,
    '--out',
    join(folder, 'shard'),
    '--shard',
    '0/100000',
  ];
  const startMs = performance.now();
  await promisify(execFile)(process.execPath, args).catch((error: unknown) => error); // a study without images fails
  report(
    `run --shard 0/100000 of 20,000 folders, from source, start and end of the process included: ${((performance.now() - startMs) / 1000).toFixed(2)} s`,
  );
};

/** Two runs with half of the rows each, made from one small run. */
const mergeBench = async (folder: string, report: Report): Promise<void> => {
  const rows = Number(process.env.SPINESTREAM_ROWS ?? 1_000_000);
  const count = Math.ceil(rows / 25 / 2);
  const [studies, models] = [join(folder, 'few'), join(folder, 'models')];
  const parts = ['a', 'b'].map((name) => join(folder, name));
  for (const [part, out] of parts.entries()) {
    await gradeStudies({
      pipeline: 'two-stage',
      studies,
      models,
      out,
      ids: [String(1_000_000 + part)],
      startRuntime: async () => fakeRuntime(),
    });
    const file = join(out, 'journal.jsonl');
    const [header = '', record = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, `${header}\n`);
    for (let i = 0; i < count; i += 1000) {
      const lines = Array.from({ length: Math.min(1000, count - i) }, (_, k) =>
        record.replaceAll(String(1_000_000 + part), String(2_000_000 + 2 * (i + k) + part)),
      );
      await appendFile(file, `${lines.join('\n')}\n`);
    }
    const run = join(out, 'run.json');
    const summary = JSON.parse(await readFile(run, 'utf8'));
    await writeFile(run, JSON.stringify({ ...summary, counts: { ...summary.counts, studies: count } }));
  }
  globalThis.gc?.();
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const startMs = performance.now();
  const merged = await mergeRuns({ parts, out: join(folder, 'merged') });
  clearInterval(timer);
  report(
    `merge of ${25 * merged.studies} rows of ${merged.studies} studies in two parts: ${((performance.now() - startMs) / 1000).toFixed(1)} s, peak memory of the process ${(peak / MB).toFixed(0)} MB`,
  );
};

/** Measures the overhead of shards, merge and queue over grading alone. */
export const scaleBench = (report: Report): Promise<void> =>
  withBenchStudies(async (from) => {
    const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
    try {
      await writeFakeModels(join(folder, 'models'));
      await startBench(from, folder, report);
      await queueBench(from, folder, report);
      await reportIndexBench(folder, report);
      await mergeBench(folder, report);
      indexBench(report);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
