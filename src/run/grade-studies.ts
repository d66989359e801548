import { join } from 'node:path';
import { builtInContext } from '../config/check-files.ts';
import { loadPipeline } from '../config/check-pipeline.ts';
import { configurationInvalid } from '../config/errors.ts';
import type { Finding } from '../config/finding.ts';
import { modelInputFindings } from '../config/model-inputs.ts';
import { pipelinePath } from '../config/shipped.ts';
import type { OpenSource, SourceEnv } from '../core/define-source.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { WithinStep } from '../core/within-step.ts';
import type { SpineError } from '../domain/spine-error.ts';
import type { Warning } from '../domain/study.ts';
import { replaceFile } from '../files/atomic-write.ts';
import { loadModels, type ModelStore, type OpenModel, openModel } from '../models/model-store.ts';
import type { Freed } from '../models/runtime/freed.ts';
import type { Runtime, RuntimeIdentity } from '../models/runtime/runtime.ts';
import { openFolder } from '../streams/sources/folder.ts';
import { withoutTrying } from '../streams/sources/study-sources.ts';
import { openWatchedFolder } from '../streams/sources/watched-folder.ts';
import { takeOutput } from './claim-output.ts';
import { sourceNeeded } from './errors.ts';
import { fingerprintOf } from './fingerprint.ts';
import { inProgress, leftInProgress, type StudyInProgress } from './in-progress.ts';
import { outOfFold } from './out-of-fold.ts';
import { type MadeEarlier, type RunCounts, type RunOptions, runPipeline, type StudyProgress } from './run-pipeline.ts';
import { type RunMeasures, runSummary, startMeasuring } from './run-summary.ts';
import { type StudyBudget, studyBudget } from './study-budget.ts';

export interface GradeOptions {
  /** A pipeline file, or the name of a shipped one. */
  readonly pipeline: string;
  /** A challenge folder, or a folder of studies; the variable `studies`. Needed where the pipeline file names no source. */
  readonly studies?: string | undefined;
  readonly out: string;
  /** Folder of run folders; the variable `models`. */
  readonly models: string;
  /** Looked for in and beside the folder when not given; where there are none, headers tell the kinds of series. */
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Only these studies, in this order; a stream of ids may go on for as long as it likes. */
  readonly ids?: readonly string[] | AsyncIterable<string> | undefined;
  /** Studies that are not to be tried; they count as failed. */
  readonly leaveOut?: readonly string[] | undefined;
  /** Each study by the networks that were not trained on it, whatever the pipeline file says. */
  readonly outOfFold?: boolean | undefined;
  /** Changes the pipeline after it was checked; its `canonical` must say how. */
  readonly arranged?: ((pipeline: Pipeline) => Pipeline) | undefined;
  /** Only warns where steps feed a model with something else than it was trained on. */
  readonly allowMismatch?: boolean | undefined;
  /** Goes on with studies that are added to the folder, until stopped. */
  readonly watch?: { readonly intervalMs: number; readonly settleMs: number } | undefined;
  /** More variables of the pipeline file. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly inFlight: number;
  /** Networks in memory at a time; all by default. With few, let many studies be in flight. */
  readonly modelsInMemory?: number | undefined;
  /** Rows of several studies that go through a network together; each study alone by default. */
  readonly batchRows?: number | undefined;
  /** Bytes that the studies in work may hold together. */
  readonly budgetBytes?: number | undefined;
  readonly retries?: number;
  readonly maxFailures?: number | undefined;
  readonly retryFailed?: boolean;
  readonly redoChanged?: boolean;
  readonly stepTimeoutMs?: number;
  /** A cancelled step that has not ended after so long is left alone, and counted; as `stepTimeoutMs`, at most a minute, by default. */
  readonly graceMs?: number;
  readonly publishEveryMs?: number;
  /** What to do about results that are in `out`. */
  readonly existing: 'refuse' | 'resume' | 'overwrite';
  /** Started only when a pipeline has models. */
  readonly startRuntime: () => Promise<Runtime>;
  /** Ends the run after the studies in flight: closes the source, aborts nothing. */
  readonly stop?: AbortSignal | undefined;
  /** Cancels the studies in flight, and ends the run; they are not failures, a resumed run does them again. */
  readonly cancel?: AbortSignal | undefined;
  /** Milliseconds of a monotonic clock, and the date. */
  readonly now: () => number;
  readonly date: () => Date;
  readonly onEvent?: (event: GradeEvent) => void;
  /** Runs every step of a study, and what follows it: with an AsyncLocalStorage, whose step an error is from that nobody caught. */
  readonly withinStep?: WithinStep;
}

/** What happens during a run, in order. */
export type GradeEvent =
  | { readonly type: 'checked'; readonly pipeline: Pipeline; readonly warnings: readonly Finding[] }
  /** `studies` is unknown where the source is open-ended; where nobody described the series, headers tell their kinds. */
  | {
      readonly type: 'opened';
      readonly studies: number | undefined;
      readonly absent: number;
      readonly described: boolean;
      /** What is odd about the folder as a whole. */
      readonly notes: readonly Warning[];
    }
  /** What feeds the models was compared with what they were trained on. */
  | { readonly type: 'models-checked'; readonly warnings: readonly Finding[] }
  /** An earlier run into this folder exited unexpectedly with these studies in progress. */
  | { readonly type: 'left-in-progress'; readonly studies: readonly StudyInProgress[] }
  /** Results that are there were made with other versions. */
  | ({ readonly type: 'made-earlier' } & MadeEarlier)
  /** While it is watched, the folder of studies cannot be read, for now. */
  | { readonly type: 'source-unreadable'; readonly error: SpineError }
  | { readonly type: 'runtime-started'; readonly identity: RuntimeIdentity }
  | { readonly type: 'model-loaded'; readonly name: string; readonly fold: number }
  | { readonly type: 'step-begun'; readonly operator: string; readonly studyId: string }
  | { readonly type: 'step'; readonly operator: string; readonly step: number; readonly ms: number }
  /** A step goes on although its study was cancelled; `running` such steps do. */
  | { readonly type: 'step-abandoned'; readonly operator: string; readonly studyId: string; readonly running: number }
  /** An earlier run into this folder did this study. */
  | { readonly type: 'done-earlier'; readonly studyId: string }
  | ({ readonly type: 'study' } & StudyProgress)
  /** Last, also of a run that failed: sessions or tensors that the runtime held, and what is left of them. */
  | ({ readonly type: 'runtime-closed' } & Freed);

export type RunSummary = ReturnType<typeof runSummary>;

/**
 * The main job: a folder of studies through a pipeline file into a folder of results, with `run.json` beside them.
 * Everything that can be wrong with pipeline, models and folders is found before the first study.
 * @throws SpineError for those; a study that fails is counted in the summary
 */
export const gradeStudies = async (options: GradeOptions): Promise<RunSummary> => {
  const { onEvent } = options;
  const { pipeline, warnings } = await gradingPipeline(options);
  onEvent?.({ type: 'checked', pipeline, warnings });
  const source = await openSource(options, pipeline);
  onEvent?.({
    type: 'opened',
    studies: source.count,
    absent: source.absent ?? 0,
    described: source.descriptions !== undefined,
    notes: source.notes ?? [],
  });
  const models: OpenModel[] = [];
  for (const model of pipeline.models) models.push(await openModel(model));
  checkModels(pipeline, models, options);
  const unlock = await takeOutput(options.out, options.existing, pipeline.outputs);
  try {
    return await graded({ options, pipeline, source, models });
  } finally {
    await source.close?.();
    await unlock();
  }
};

/** The source that the pipeline file names, or the folder that the options do. */
const openSource = (options: GradeOptions, pipeline: Pipeline): Promise<OpenSource> => {
  const { studies, descriptions, followLinks, ids, watch, out, onEvent } = options;
  const env: SourceEnv = {
    stop: options.stop ?? new AbortController().signal,
    now: () => options.date().getTime(), // compared with times of files
    out,
    onTrouble: (error) => onEvent?.({ type: 'source-unreadable', error }),
  };
  if (pipeline.source !== undefined) return pipeline.source.open(env);
  if (studies === undefined) throw sourceNeeded(pipeline.file);
  const folder = { path: studies, descriptions, followLinks };
  return watch === undefined
    ? openFolder({ ...folder, ids }, env)
    : openWatchedFolder({ ...folder, intervalS: watch.intervalMs / 1000, settleS: watch.settleMs / 1000 }, env);
};

/** @throws CONFIGURATION_INVALID where steps feed a model with something else than it was trained on */
const checkModels = (
  pipeline: Pipeline,
  models: readonly OpenModel[],
  { allowMismatch = false, onEvent }: Pick<GradeOptions, 'allowMismatch' | 'onEvent'>,
): void => {
  const recorded = models.map(({ request: { name, path }, folder: { config } }) => ({ name, path, config }));
  const findings = modelInputFindings(pipeline, recorded, allowMismatch ? 'warning' : 'error');
  if (findings.length > 0 && !allowMismatch) throw configurationInvalid(pipeline.file, findings);
  onEvent?.({ type: 'models-checked', warnings: findings });
};

/** The pipeline of a run, as its options have it. @throws PIPELINE_UNREADABLE, CONFIGURATION_INVALID */
export const gradingPipeline = async (
  options: Pick<GradeOptions, 'pipeline' | 'studies' | 'models' | 'out' | 'variables' | 'outOfFold' | 'arranged'>,
): ReturnType<typeof loadPipeline> => {
  const { studies, models, out } = options;
  const context = builtInContext({ ...(studies !== undefined && { studies }), models, out, ...options.variables });
  const { pipeline, warnings } = await loadPipeline(pipelinePath(options.pipeline), context);
  const { arranged = (same: Pipeline) => same } = options;
  return { pipeline: arranged(options.outOfFold ? outOfFold(pipeline) : pipeline), warnings };
};

interface Job {
  readonly options: GradeOptions;
  readonly pipeline: Pipeline;
  readonly source: OpenSource;
  readonly models: readonly OpenModel[];
}

const graded = async (job: Job): Promise<RunSummary> => {
  const { options, pipeline, source, models } = job;
  const { onEvent, out } = options;
  const left = leftInProgress(out);
  if (left.length > 0) onEvent?.({ type: 'left-in-progress', studies: left });
  inProgress(out).clear(); // they have been named
  const measures = startMeasuring(pipeline, options);
  const budget = options.budgetBytes === undefined ? undefined : studyBudget(options.budgetBytes, source.inputOf);
  const runtime = models.length === 0 ? undefined : await options.startRuntime();
  if (runtime?.identity !== undefined) onEvent?.({ type: 'runtime-started', identity: runtime.identity });
  try {
    const onLoaded = (name: string, fold: number) => onEvent?.({ type: 'model-loaded', name, fold });
    const store =
      runtime === undefined
        ? NO_MODELS
        : await loadModels(models, runtime, { onLoaded, inMemory: options.modelsInMemory, batch: batchOf(options) });
    measures.loaded();
    let madeEarlierWith: readonly string[] | undefined;
    const onMadeEarlier = (versions: MadeEarlier) => {
      madeEarlierWith = versions.earlier;
      onEvent?.({ type: 'made-earlier', ...versions });
    };
    const counts = await stream(job, { measures, store, budget, runtime: runtime?.identity, onMadeEarlier });
    const facts = { options, pipeline, models, source, counts, measures, madeEarlierWith };
    const summary = runSummary({
      ...facts,
      runtime: runtime && { ...runtime.identity, ...runtime.stats() },
      budgetPeakBytes: budget?.peakBytes(),
    });
    await replaceFile(join(out, 'run.json'), [`${JSON.stringify(summary, undefined, 2)}\n`]);
    return summary;
  } finally {
    measures.stop();
    const freed = await runtime?.close();
    if (freed !== undefined) onEvent?.({ type: 'runtime-closed', ...freed });
  }
};

const BATCH_AGE_MS = 50;

const batchOf = ({ batchRows, inFlight }: GradeOptions) =>
  batchRows === undefined ? undefined : { maxRows: batchRows, maxAgeMs: BATCH_AGE_MS, window: inFlight };

const NO_MODELS: ModelStore = {
  get: (name) => Promise.reject(new Error(`the pipeline has no models, not even "${name}"`)),
};

interface Equipment {
  readonly measures: RunMeasures;
  readonly store: ModelStore;
  readonly budget: StudyBudget | undefined;
  readonly runtime: RuntimeIdentity | undefined;
  readonly onMadeEarlier: (versions: MadeEarlier) => void;
}

const stream = async (job: Job, { measures, store, budget, runtime, onMadeEarlier }: Equipment): Promise<RunCounts> => {
  const { options, pipeline, source } = job;
  const stop = options.stop ?? new AbortController().signal;
  const run: RunOptions = {
    ...optionalOf(options),
    pipeline,
    env: { ...source.files, models: store },
    source: withoutTrying(source.studies, options.leaveOut),
    inputOf: source.inputOf,
    out: options.out,
    library: runtime?.library,
    onMadeEarlier,
    ...(await fingerprintOf({ ...job, backend: runtime?.backend })),
    models: job.models.map(({ identity }) => identity),
    inFlight: options.inFlight,
    budget,
    stop,
    ...(options.cancel && { cancel: options.cancel }),
    now: options.now,
    withinStep: options.withinStep,
    onStepBegun: (operator, studyId) => options.onEvent?.({ type: 'step-begun', operator, studyId }),
    onStep: (operator, step, ms) => {
      measures.step(operator, step, ms);
      options.onEvent?.({ type: 'step', operator, step, ms });
    },
    onAbandoned: (step, running) => options.onEvent?.({ type: 'step-abandoned', ...step, running }),
    onResumed: (studyId) => options.onEvent?.({ type: 'done-earlier', studyId }),
    onStudy: (progress) => {
      measures.study(progress.ms);
      options.onEvent?.({ type: 'study', ...progress });
    },
  };
  return runPipeline(run);
};

const optionalOf = ({
  retries,
  maxFailures,
  retryFailed,
  redoChanged,
  stepTimeoutMs,
  graceMs,
  publishEveryMs,
}: GradeOptions) => ({
  ...(retries !== undefined && { retries }),
  ...(maxFailures !== undefined && { maxFailures }),
  ...(retryFailed !== undefined && { retryFailed }),
  ...(redoChanged !== undefined && { redoChanged }),
  ...(stepTimeoutMs !== undefined && { stepTimeoutMs }),
  ...(graceMs !== undefined && { graceMs }),
  ...(publishEveryMs !== undefined && { publishEveryMs }),
});
