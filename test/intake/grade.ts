import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { parse as parseYaml, stringify } from 'yaml';
import type { BoundSource } from '../../src/core/define-source.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import type { Study } from './study/study.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What was written of a study: probabilities by location, codes of warnings, and its error. */
export interface Graded {
  readonly rows: ReadonlyMap<string, readonly number[]>;
  readonly warnings: readonly Notice[];
  readonly errors: readonly Notice[];
}
export interface Notice {
  readonly study_id: string;
  readonly code: string;
  readonly series_id?: string;
  /** What a warning says. */
  readonly message?: string;
  /** What an error says. */
  readonly reason?: string;
}

/** The shipped pipeline `demo` without its pictures, which would take most of the time. */
const writePipeline = async (path: string): Promise<void> => {
  const demo = parseYaml(await readFile(join(ROOT, 'pipelines', 'demo.yaml'), 'utf8'));
  const outputs = demo.outputs.filter((output: object) => !('report' in output));
  await writeFile(path, stringify({ ...demo, outputs }));
};

export const writeStudy = async (study: Study, folder: string): Promise<void> => {
  for (const [path, bytes] of study.contents()) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
};

/** Grades all studies of a folder with the weights that ship, in one run. */
export const gradeFolder = (studies: string, out: string): Promise<void> => gradeAll({ studies }, out);

/** Grades all studies of a folder or a source with the weights that ship, in one run. */
export const gradeAll = async (
  from: { readonly studies: string } | { readonly source: BoundSource },
  out: string,
): Promise<void> => {
  const pipeline = `${out}.yaml`;
  await writePipeline(pipeline);
  await gradeStudies({
    pipeline,
    ...from,
    models: join(ROOT, 'weights', 'nano'),
    out,
    concurrency: 2,
    existing: 'refuse',
    startRuntime: () => startOnnxRuntime({ threads: 1 }),
    now: () => performance.now(),
    date: () => new Date(0),
  });
};

const notices = async (path: string): Promise<readonly Notice[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const LOCATION = /^(.+)_((?:spinal|left|right)_\w+_l\d_[ls]\d)$/;

/** The results of a run by study. */
export const readResults = async (out: string): Promise<ReadonlyMap<string, Graded>> => {
  const rows: Record<string, string>[] = parse(await readFile(join(out, 'submission.csv'), 'utf8'), { columns: true });
  const warnings = await notices(join(out, 'warnings.jsonl'));
  const errors = await notices(join(out, 'errors.jsonl'));
  const found = new Map<string, { rows: Map<string, readonly number[]>; warnings: Notice[]; errors: Notice[] }>();
  const of = (id: string) => {
    const one = found.get(id) ?? { rows: new Map<string, readonly number[]>(), warnings: [], errors: [] };
    found.set(id, one);
    return one;
  };
  for (const { row_id = '', normal_mild, moderate, severe } of rows) {
    const [, study = '', location = ''] = LOCATION.exec(row_id) ?? [];
    of(study).rows.set(location, [normal_mild, moderate, severe].map(Number));
  }
  for (const notice of warnings) of(notice.study_id).warnings.push(notice);
  for (const notice of errors) of(notice.study_id).errors.push(notice);
  return found;
};
