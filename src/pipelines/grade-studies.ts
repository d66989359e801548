import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readBytes } from '../dicom/index.ts';
import { loadModels, type ModelStore, type OpenModel, openModel } from '../models/model-store.ts';
import type { Runtime } from '../models/runtime/runtime.ts';
import { replaceFile } from '../streams/durable-files.ts';
import { listFiles } from '../streams/list-files.ts';
import { openStudyFolder, type StudyFolder } from '../streams/study-source.ts';
import { builtInContext } from './check-files.ts';
import { loadPipeline } from './check-pipeline.ts';
import { nothingToResume, outputNotEmpty } from './errors.ts';
import type { Finding } from './finding.ts';
import type { Pipeline } from './pipeline.ts';
import { type RunCounts, runPipeline, type StudyProgress } from './run-pipeline.ts';
import { type RunMeasures, runSummary, startMeasuring } from './run-summary.ts';
import { pipelinePath } from './shipped.ts';

export interface GradeOptions {
  /** A pipeline file, or the name of a shipped one. */
  readonly pipeline: string;
  /** A challenge folder, or a folder of studies. */
  readonly studies: string;
  readonly out: string;
  /** Folder of run folders; the variable `${models}`. */
  readonly models: string;
  readonly descriptions?: string | undefined;
  /** More variables of the pipeline file. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly inFlight: number;
  /** What to do about results that are in `out`. */
  readonly existing: 'refuse' | 'resume' | 'overwrite';
  /** Started only when a pipeline has models. */
  readonly startRuntime: () => Promise<Runtime>;
  readonly stop?: AbortSignal;
  /** Milliseconds of a monotonic clock, and the date. */
  readonly now: () => number;
  readonly date: () => Date;
  readonly onEvent?: (event: GradeEvent) => void;
}

/** What happens during a run, in order. */
export type GradeEvent =
  | { readonly type: 'checked'; readonly pipeline: Pipeline; readonly warnings: readonly Finding[] }
  | { readonly type: 'opened'; readonly studies: number; readonly absent: number }
  | { readonly type: 'model-loaded'; readonly name: string; readonly fold: number }
  | ({ readonly type: 'study' } & StudyProgress);

export type RunSummary = ReturnType<typeof runSummary>;

const OUTPUT_FILES = ['journal.jsonl', 'errors.jsonl', 'warnings.jsonl', 'run.json'];

/**
 * The main job: a folder of studies through a pipeline file into a folder of results, with `run.json` beside them.
 * Everything that can be wrong with pipeline, models and folders is found before the first study.
 * @throws SpineError for those; a study that fails is counted in the summary
 */
export const gradeStudies = async (options: GradeOptions): Promise<RunSummary> => {
  const { onEvent, out } = options;
  const variables = { studies: options.studies, models: options.models, out, ...options.variables };
  const { pipeline, warnings } = await loadPipeline(pipelinePath(options.pipeline), builtInContext(variables));
  onEvent?.({ type: 'checked', pipeline, warnings });
  const folder = await openStudyFolder({ root: options.studies, descriptions: options.descriptions });
  onEvent?.({ type: 'opened', studies: folder.studyIds.length, absent: folder.absent });
  const models: OpenModel[] = [];
  for (const model of pipeline.models) models.push(await openModel(model));
  await prepareOutput(options, pipeline);
  const fingerprint = await fingerprintOf(pipeline, models, folder);
  const measures = startMeasuring(pipeline, options);
  const runtime = models.length === 0 ? undefined : await options.startRuntime();
  try {
    const store =
      runtime === undefined
        ? NO_MODELS
        : await loadModels(models, runtime, (name, fold) => onEvent?.({ type: 'model-loaded', name, fold }));
    measures.loaded();
    const counts = await stream({ options, pipeline, folder, fingerprint, measures, store });
    const summary = runSummary({ options, pipeline, models, folder, counts, measures, runtime: runtime?.stats() });
    await replaceFile(join(out, 'run.json'), [`${JSON.stringify(summary, undefined, 2)}\n`]);
    return summary;
  } finally {
    measures.stop();
    await runtime?.close();
  }
};

const NO_MODELS: ModelStore = {
  get: (name) => Promise.reject(new Error(`the pipeline has no models, not even "${name}"`)),
};

interface Job {
  readonly options: GradeOptions;
  readonly pipeline: Pipeline;
  readonly folder: StudyFolder;
  readonly fingerprint: string;
  readonly measures: RunMeasures;
  readonly store: ModelStore;
}

const stream = ({ options, pipeline, folder, fingerprint, measures, store }: Job): Promise<RunCounts> => {
  const { out, inFlight, now, stop, onEvent } = options;
  const signal = stop ?? new AbortController().signal;
  return runPipeline({
    pipeline,
    env: { readBytes, listFiles, models: store, signal },
    source: folder.items(),
    out,
    fingerprint,
    inFlight,
    stop: signal,
    now,
    onStep: measures.step,
    onStudy: (progress) => {
      measures.study(progress.ms);
      onEvent?.({ type: 'study', ...progress });
    },
  });
};

const prepareOutput = async ({ out, existing }: GradeOptions, pipeline: Pipeline): Promise<void> => {
  await mkdir(out, { recursive: true });
  const there = await readdir(out);
  if (existing === 'resume' && !there.includes('journal.jsonl')) throw nothingToResume(out);
  if (existing === 'refuse' && there.length > 0) throw outputNotEmpty(out, there.slice(0, 3).join(', '));
  if (existing !== 'overwrite') return;
  const ours = [...OUTPUT_FILES, ...pipeline.outputs.map(({ name }) => `${name}.csv`)];
  await Promise.all(ours.map((name) => rm(join(out, name), { force: true })));
};

/** Results may be continued only with the same pipeline, weights, descriptions and studies. */
const fingerprintOf = async (
  pipeline: Pipeline,
  models: readonly OpenModel[],
  folder: StudyFolder,
): Promise<string> => {
  const weights = models.map(({ identity }) => ({
    name: identity.name,
    architecture: identity.architecture,
    folds: identity.folds,
  }));
  const descriptions = await readFile(folder.descriptions, 'utf8');
  const content = JSON.stringify([pipeline.canonical, weights, descriptions, folder.studyIds]);
  return createHash('sha256').update(content).digest('hex');
};
