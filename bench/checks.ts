import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCATIONS } from '../src/domain/vocabulary.ts';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
import { loadExperiments } from '../src/training/experiment/load-experiments.ts';
import { dataOpener } from '../src/training/run/open-data.ts';
import { trainJobs } from '../src/training/run/train-experiments.ts';
import { CHALLENGE_STUDIES } from '../test/support/graded-table.ts';
import { linkedStudies } from '../test/support/many-studies.ts';

/** As in the challenge's training set. */
const COORDINATES = 48_809;
const MISSING_LABELS = 572;
const ORIGINALS = 6;

const rowsOf = async (file: string): Promise<readonly (readonly string[])[]> =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));

const text = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.join(',')}\n`).join('');

/** Every item but `count` of them, taken out evenly. */
const without = <T>(items: readonly T[], count: number): readonly T[] => {
  const isTaken = (index: number): boolean =>
    Math.floor(((index + 1) * count) / items.length) > Math.floor((index * count) / items.length);
  return items.filter((_, index) => !isTaken(index));
};

/** The labels of the linked studies, as many of each kind as in the real tables. */
const writeLabels = async (from: string, into: string): Promise<void> => {
  const [header = [], ...labels] = await rowsOf(join(from, 'train.csv'));
  const [columns = [], ...points] = await rowsOf(join(from, 'train_label_coordinates.csv'));
  const [, ...described] = await rowsOf(join(from, 'train_series_descriptions.csv'));
  const originals = [...new Set(described.map(([study = '']) => study))];
  const studies = Array.from({ length: CHALLENGE_STUDIES }, (_, index) => ({
    id: String(1_000_000 + index),
    original: originals[index % originals.length]!,
  }));
  const own = (rows: readonly (readonly string[])[]) =>
    studies.flatMap(({ id, original }) =>
      rows.filter(([study]) => study === original).map(([, ...cells]) => [id, ...cells]),
    );
  const graded = own(labels);
  const cells = graded.flatMap((_, row) => LOCATIONS.map((_, column) => row * LOCATIONS.length + column));
  const kept = new Set(without(cells, MISSING_LABELS));
  const table = graded.map(([id = '', ...grades], row) => [
    id,
    ...grades.map((grade, column) => (kept.has(row * LOCATIONS.length + column) ? grade : '')),
  ]);
  const coordinates = own(points);
  await writeFile(join(into, 'train.csv'), text([header, ...table]));
  await writeFile(
    join(into, 'train_label_coordinates.csv'),
    text([columns, ...without(coordinates, coordinates.length - COORDINATES)]),
  );
};

const reportTime = async (
  report: (line: string) => void,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> => {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  report(`${what}: ${seconds} s, ${((user + system) / 1e6).toFixed(1)} s of processor time`);
};

/**
 * Measures everything that `train` checks before the first step, on a folder of the challenge's size: 1,975 studies,
 * 48,809 coordinates, 572 missing labels. The studies are links to a few phantoms.
 */
export const checksBench = async (report: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  try {
    const [phantoms, data] = [join(folder, 'phantoms'), join(folder, 'data')];
    await makePhantoms({ studies: ORIGINALS, seed: 1, quirks: false, out: phantoms });
    await mkdir(data);
    await linkedStudies(phantoms, data, CHALLENGE_STUDIES);
    await writeLabels(phantoms, data);
    const files = await readdir(data, { recursive: true });
    report(
      `${CHALLENGE_STUDIES} studies, ${COORDINATES} coordinates, ${MISSING_LABELS} missing labels, ${files.filter((name) => name.endsWith('.dcm')).length} images`,
    );
    const { experiments } = await loadExperiments('all', { pretrained: 'none' });
    await reportTime(report, 'tables and folds of 15 experiments', async () => {
      const open = dataOpener({ data });
      for (const experiment of experiments) await open(experiment);
    });
    await reportTime(report, 'all checks of 15 experiments, 75 jobs, with the headers of all images', () =>
      trainJobs(experiments, { data, out: join(folder, 'models') }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
