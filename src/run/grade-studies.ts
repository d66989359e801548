import { join } from 'node:path';
import { builtInContext } from '../config/check-files.ts';
import { loadPipeline } from '../config/check-pipeline.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import { ConfigurationInvalid } from '../config/errors.ts';
import { coverageDiagnostics } from '../config/grade-coverage.ts';
import { level2Diagnostics } from '../config/level-2-networks.ts';
import { modelInputDiagnostics } from '../config/model-inputs.ts';
import { pipelinePath } from '../config/shipped.ts';
import type { BoundSource, OpenSource, SourceEnv } from '../core/define-source.ts';
import type { Pipeline } from '../core/pipeline.ts';
import type { WithinStep } from '../core/within-step.ts';
import type { SpineError } from '../domain/spine-error.ts';
import type { Warning } from '../domain/study.ts';
import { replaceFile } from '../files/atomic-write.ts';
import { type LoadOptions, loadModels, type ModelStore, type OpenModel } from '../models/model-store.ts';
import { networksThatFit } from '../models/networks-that-fit.ts';
import { parseBackend, startRuntime } from '../models/runtime/choose-runtime.ts';
import type { Runtime, RuntimeIdentity } from '../models/runtime/runtime.ts';
import type { Freed } from '../models/runtime/worker-client.ts';
import { isObjectAddress } from '../storage/object-address.ts';
import { openFolder } from '../streams/sources/folder.ts';
import { openQueue } from '../streams/sources/queue.ts';
import { wantedStudies, withoutTrying } from '../streams/sources/study-sources.ts';
import { openWatchedFolder } from '../streams/sources/watched-folder.ts';
import { type BatchEvent, batchRecord } from './batch-record.ts';
import type { Blocked } from './block-monitor.ts';
import { checkOperatorFiles } from './check-operator-files.ts';
import { claimOutput } from './claim-output.ts';
import { outOfFold } from './definition.ts';
import { sourceNeeded } from './errors.ts';
import { fingerprintOf, sourceWhole } from './fingerprint.ts';
import { countExits, leftInProgress, type StudyInProgress } from './in-progress/in-progress.ts';
import { openStoredModel } from './open-stored-model.ts';
import { type MadeEarlier, type RunCounts, type RunOptions, runPipeline, type StudyProgress } from './run-pipeline.ts';
import { type RunMeasures, runSummary, startMeasuring } from './run-summary.ts';
import { type CompleteSettings, completeSettings, type RunSettings, type SettingName } from './settings.ts';
import { wantedBy } from './shards/shard.ts';
import { openResultStore, type ResultStore } from './stored/result-store.ts';
import { type StudyBudget, studyBudget } from './study-budget.ts';

/** Options of `gradeStudies`: the settings of a run, its pipeline, and hooks. */
export interface GradeOptions extends RunSettings, Pick<RunOptions, 'nameSalt' | 'stop' | 'cancel'> {
  /** A pipeline file, or the name of a shipped one. */
  readonly pipeline: string;
  /** Replaces the folder `studies` and the pipeline file's source. */
  readonly source?: BoundSource | undefined;
  /** Only these studies of the folder, in this order; a stream of ids may be endless. */
  readonly ids?: readonly string[] | AsyncIterable<string> | undefined;
  /** Transforms the pipeline after it was checked; its `canonical` must reflect the change. */
  readonly arranged?: ((pipeline: Pipeline) => Pipeline) | undefined;
  /** Started only if a pipeline has models; default: according to `backend`, `threads` and `device`. */
  readonly startRuntime?: (() => Promise<Runtime>) | undefined;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  readonly date?: () => Date;
  readonly onEvent?: (event: GradeEvent) => void;
  /**
   * Wraps every step of a study and its downstream; an AsyncLocalStorage here can identify the step of an uncaught
   * error.
   */
  readonly withinStep?: WithinStep;
  /** For an `out` in object storage: opened by the caller, who closes it after its log. */
  readonly store?: ResultStore | undefined;
}

/** A model with folds that stay in float32. */
export interface KeptInFloat32 {
  readonly name: string;
  readonly folds: OpenModel['withoutInt8'];
}

/** Events during a run, in order. */
export type GradeEvent =
  | { readonly type: 'checked'; readonly pipeline: Pipeline; readonly warnings: readonly Diagnostic[] }
  /**
   * `studies` is undefined if the source is open-ended; `described`: whether a table or the headers determine the kinds
   * of series.
   */
  | {
      readonly type: 'opened';
      readonly studies: number | undefined;
      readonly absent: number;
      readonly described: boolean;
      /** Warnings about the folder as a whole. */
      readonly notes: readonly Warning[];
    }
  /** The inputs of the models were compared with those of their training. */
  | { readonly type: 'models-checked'; readonly warnings: readonly Diagnostic[] }
  /** int8 was requested, but some folds of these models have no int8 network. */
  | { readonly type: 'float32-kept'; readonly models: readonly KeptInFloat32[] }
  /** An earlier run into this folder exited unexpectedly with these studies in progress. */
  | { readonly type: 'left-in-progress'; readonly studies: readonly StudyInProgress[] }
  /** Existing results were made with other versions. */
  | ({ readonly type: 'made-earlier' } & MadeEarlier)
  /** The watched folder of studies is currently unreadable. */
  | { readonly type: 'source-unreadable'; readonly error: SpineError }
  /** An output is currently unable to work, such as when its server is unreachable; its studies wait. */
  | { readonly type: 'output-waiting'; readonly error: SpineError }
  | { readonly type: 'runtime-started'; readonly identity: RuntimeIdentity }
  /** The studies in progress are limited to this many bytes; `heldBytes` is their current total. */
  | { readonly type: 'budget-opened'; readonly budgetBytes: number; readonly heldBytes: () => number }
  /** Not all networks fit into memory: this many are kept at a time. */
  | { readonly type: 'models-bounded'; readonly networks: number; readonly inMemory: number }
  | { readonly type: 'model-loaded'; readonly name: string; readonly fold: number }
  /** How many samples of several studies a model's networks compute at a time, and batches that memory did not suffice for. */
  | BatchEvent
  | { readonly type: 'step-begun'; readonly operator: string; readonly step: number; readonly studyId: string }
  | {
      readonly type: 'step';
      readonly operator: string;
      /** Index among the steps of the pipeline. */
      readonly step: number;
      readonly ms: number;
      readonly studyId: string;
    }
  /** A step keeps running although its study was cancelled; `running` counts such steps. */
  | { readonly type: 'step-abandoned'; readonly operator: string; readonly studyId: string; readonly running: number }
  /** The main thread was blocked so long that the source considered this run dead. */
  | ({ readonly type: 'blocked' } & Blocked)
  /** An earlier run into this folder graded this study. */
  | { readonly type: 'done-earlier'; readonly studyId: string }
  | ({ readonly type: 'study' } & StudyProgress)
  /** Last event, even of a failed run: sessions or tensors that the runtime held, and any that leaked. */
  | ({ readonly type: 'runtime-closed' } & Freed);

/** Contents of `run.json` for a finished run. @interface */
export type RunSummary = ReturnType<typeof runSummary>;

/**
 * Grades a folder of studies with a pipeline file into a folder of results, with a `run.json`: the library form of
 * `spinestream run`. Reports all errors of the pipeline, models and folders before the first study.
 * @throws SpineError for those; the summary counts failed studies
 *
 * @example
 * import { gradeStudies } from 'spinestream';
 *
 * const { counts } = await gradeStudies({
 *   pipeline: 'demo',
 *   studies: 'data',
 *   models: 'weights/nano',
 *   out: 'graded', // submission.csv, report.csv, run.json, ...
 * });
 * [counts.studies, counts.failed]; // [5, 0]
 */
export const gradeStudies = async (options: GradeOptions): Promise<RunSummary> => {
  if (options.store !== undefined || !isObjectAddress(options.out)) return gradeInto(options);
  const store = await openResultStore(options.out);
  return gradeInto({ ...options, store }).finally(store.close);
};

const gradeInto = async (options: GradeOptions): Promise<RunSummary> => {
  const run = completeOptions(options);
  const { settings, onEvent } = run;
  const { pipeline, warnings } = await gradingPipeline(options);
  onEvent?.({ type: 'checked', pipeline, warnings });
  const from = sourceOf(run, pipeline);
  const source = withChosenStudies(await from.open(sourceEnv(run)), settings);
  try {
    onEvent?.({
      type: 'opened',
      studies: source.count,
      absent: source.absent ?? 0,
      described: !('descriptions' in source) || source.descriptions !== undefined,
      notes: source.notes ?? [],
    });
    const models: OpenModel[] = [];
    for (const model of pipeline.models) models.push(await openStoredModel(model, settings.precision));
    const kept = models.filter(({ withoutInt8 }) => withoutInt8.length > 0);
    if (kept.length > 0) onEvent?.({ type: 'float32-kept', models: kept.map(keptInFloat32) });
    checkModels(pipeline, models, settings.allowMismatch, onEvent);
    const files = await checkOperatorFiles(pipeline, models);
    const unlock = await claimed(run, pipeline);
    try {
      return await graded({ run, pipeline, from, source, models, files });
    } finally {
      await unlock();
    }
  } finally {
    await source.close?.();
  }
};

/** The source's studies without those of other shards and those beyond the limit; those to leave out carry an error. */
const withChosenStudies = (source: OpenSource, { shard, limit, leaveOut }: CompleteSettings): OpenSource => {
  const wanted = wantedStudies(source.studies, shard && wantedBy(shard));
  const { count } = source;
  return {
    ...source,
    studies: withoutTrying(limit === undefined ? wanted : firstOf(limit, wanted), leaveOut),
    count: count === undefined ? undefined : Math.min(count, limit ?? count),
  };
};

/** Asks for no further value after the last one. */
async function* firstOf<T>(count: number, source: AsyncIterable<T>): AsyncGenerator<T> {
  let left = count;
  for await (const value of source) {
    yield value;
    if (--left === 0) return;
  }
}

const keptInFloat32 = ({ request: { name }, withoutInt8 }: OpenModel): KeptInFloat32 => ({ name, folds: withoutInt8 });

const claimed = async (
  { settings: { existing }, folder, store, cancel, onEvent }: CompleteOptions,
  { outputs }: Pipeline,
): Promise<() => Promise<void>> => {
  if (store === undefined) return claimOutput(folder, existing, outputs);
  await store.claim(existing, outputs);
  const unlock = await claimOutput(folder, existing === 'overwrite' ? 'refuse' : existing, outputs);
  store.begin({ signal: cancel, onTrouble: (error) => onEvent?.({ type: 'output-waiting', error }) });
  return unlock;
};

/** The options of a run, with all defaults. */
interface CompleteOptions extends Omit<GradeOptions, SettingName> {
  readonly settings: CompleteSettings;
  /** Local folder of the growing results: `out`, or the storage's working folder. */
  readonly folder: string;
  readonly now: () => number;
  readonly date: () => Date;
  readonly startRuntime: () => Promise<Runtime>;
  readonly stop: AbortSignal;
}

/** @throws SETTING_INVALID */
const completeOptions = (options: GradeOptions): CompleteOptions => {
  const {
    pipeline,
    source,
    ids,
    nameSalt,
    arranged,
    startRuntime,
    stop,
    cancel,
    now,
    date,
    onEvent,
    withinStep,
    store,
    ...given
  } = options;
  const settings = completeSettings(given);
  const { backend, threads } = settings;
  // int8 networks are made for the CPU, so only a device requested by name may replace it.
  const device = settings.precision === 'int8' && settings.device === 'auto' ? 'cpu' : settings.device;
  return {
    ...{ pipeline, source, ids, nameSalt, arranged, cancel, settings, store },
    folder: store?.folder ?? settings.out,
    ...(onEvent && { onEvent }),
    ...(withinStep && { withinStep }),
    stop: stop ?? new AbortController().signal,
    now: now ?? (() => performance.now()),
    date: date ?? (() => new Date()),
    startRuntime: startRuntime ?? (() => startedRuntime({ backend, threads, device })),
  };
};

/** The runtime of a backend's name. */
export const startedRuntime = async ({
  backend,
  threads,
  device,
}: Pick<CompleteSettings, 'backend' | 'threads' | 'device'>): Promise<Runtime> => {
  const request = { backend: parseBackend(backend), device, ...(threads !== undefined && { threads }) };
  const { runtime, choice } = await startRuntime(request);
  return { ...runtime, identity: choice };
};

interface ChosenSource extends BoundSource {
  /** How it was chosen: by name, or as all, a list or a stream of the folder's studies, a queue, or a watched folder. */
  readonly chosen: string;
}

/** The source: given, from the pipeline file, or from the settings. @throws SOURCE_NEEDED */
const sourceOf = ({ source, ids, settings }: CompleteOptions, pipeline: Pipeline): ChosenSource => {
  const { studies, descriptions, followLinks, queue, queueCredentials, queueWait, attempts, watch } = settings;
  const named = source ?? pipeline.source;
  if (named !== undefined) return { ...named, chosen: named.name };
  if (studies === undefined) throw sourceNeeded(pipeline.file);
  const folder = { path: studies, descriptions, followLinks };
  if (queue !== undefined) {
    const options = { ...folder, address: queue, credentials: queueCredentials, wait: queueWait, attempts };
    return { name: 'queue', chosen: 'queue', open: (env) => openQueue(options, env) };
  }
  if (watch) {
    const { watchIntervalS: intervalS, settleS } = settings;
    const options = { ...folder, intervalS, settleS };
    return { name: 'watched-folder', chosen: 'watch', open: (env) => openWatchedFolder(options, env) };
  }
  const chosen = ids === undefined ? 'all' : Array.isArray(ids) ? 'list' : 'stream';
  return { name: 'folder', chosen, open: (env) => openFolder({ ...folder, ids }, env) };
};

const sourceEnv = ({ settings, folder, date, stop, onEvent }: CompleteOptions): SourceEnv => ({
  stop,
  now: () => date().getTime(), // compared with file times
  out: folder,
  wants: settings.shard && wantedBy(settings.shard),
  readTimeoutMs: settings.stepTimeoutS * 1000,
  onTrouble: (error) => onEvent?.({ type: 'source-unreadable', error }),
});

/**
 * @throws CONFIGURATION_INVALID if inputs or networks differ from a model's training, or conditions are averaged with
 * uneven weights
 */
const checkModels = (
  pipeline: Pipeline,
  models: readonly OpenModel[],
  allowMismatch: boolean,
  onEvent: GradeOptions['onEvent'],
): void => {
  const recorded = models.map(({ request: { name, path }, folder: { config } }) => ({ name, path, config }));
  const unfit = [...coverageDiagnostics(pipeline, recorded), ...level2Diagnostics(pipeline, recorded)];
  if (unfit.length > 0) throw new ConfigurationInvalid(pipeline.file, unfit);
  const diagnostics = modelInputDiagnostics(pipeline, recorded, allowMismatch ? 'warning' : 'error');
  if (diagnostics.length > 0 && !allowMismatch) throw new ConfigurationInvalid(pipeline.file, diagnostics);
  onEvent?.({ type: 'models-checked', warnings: diagnostics });
};

const DEFAULT_MODELS = 'models';

/** Loads the pipeline of a run and applies its options. @throws PIPELINE_UNREADABLE, CONFIGURATION_INVALID */
export const gradingPipeline = async (
  options: Pick<GradeOptions, 'pipeline' | 'studies' | 'models' | 'out' | 'variables' | 'outOfFold' | 'arranged'>,
): ReturnType<typeof loadPipeline> => {
  const { studies, models = DEFAULT_MODELS, out } = options;
  const context = builtInContext({ ...(studies !== undefined && { studies }), models, out, ...options.variables });
  const { pipeline, warnings } = await loadPipeline(pipelinePath(options.pipeline), context);
  const { arranged = (same: Pipeline) => same } = options;
  return { pipeline: arranged(options.outOfFold ? outOfFold(pipeline) : pipeline), warnings };
};

interface Job {
  readonly run: CompleteOptions;
  readonly pipeline: Pipeline;
  readonly from: ChosenSource;
  readonly source: OpenSource;
  readonly models: readonly OpenModel[];
  /** SHA-256 of the files that operators depend on. */
  readonly files: readonly string[];
}

const graded = async (job: Job): Promise<RunSummary> => {
  const { run, pipeline, from, source, models } = job;
  const { onEvent, settings, folder: out, store: results } = run;
  const { memoryBudget } = settings;
  const left = leftInProgress(out);
  if (left.length > 0) onEvent?.({ type: 'left-in-progress', studies: left });
  countExits(out); // before loading models, which may end the process too
  const measures = startMeasuring(pipeline, run);
  const budget = memoryBudget === undefined ? undefined : studyBudget(memoryBudget, source.inputOf);
  if (budget !== undefined && memoryBudget !== undefined)
    onEvent?.({ type: 'budget-opened', budgetBytes: memoryBudget, heldBytes: budget.heldBytes });
  const runtime = models.length === 0 ? undefined : await run.startRuntime();
  if (runtime?.identity !== undefined) onEvent?.({ type: 'runtime-started', identity: runtime.identity });
  const batching = batchRecord(settings, onEvent);
  try {
    const onLoaded = (name: string, fold: number) => onEvent?.({ type: 'model-loaded', name, fold });
    const store =
      runtime === undefined
        ? NO_MODELS
        : await loadModels(models, runtime, { onLoaded, ...(await residencyOf(job)), batch: batching.options });
    measures.loaded();
    let madeEarlierWith: readonly string[] | undefined;
    const onMadeEarlier = (versions: MadeEarlier) => {
      madeEarlierWith = versions.earlier;
      onEvent?.({ type: 'made-earlier', ...versions });
    };
    const counts = await stream(job, { measures, store, budget, runtime: runtime?.identity, onMadeEarlier });
    const summary = runSummary({
      ...{ settings, pipeline, models, from, source, counts, measures, madeEarlierWith },
      runtime: runtime && { ...runtime.identity, ...runtime.stats(), batches: batching.batches() },
      budgetPeakBytes: budget?.peakBytes(),
    });
    await replaceFile(join(out, 'run.json'), [`${JSON.stringify(summary, undefined, 2)}\n`]);
    await results?.finish();
    return summary;
  } finally {
    measures.stop();
    const freed = await runtime?.close();
    if (freed !== undefined) onEvent?.({ type: 'runtime-closed', ...freed });
  }
};

/** The requested number of networks in memory, or as many as fit; without working memory of their own unless all fit with it. */
const residencyOf = async ({ run, models }: Job): Promise<Pick<LoadOptions, 'inMemory' | 'lean'>> => {
  const asked = run.settings.modelsInMemory;
  if (asked !== undefined) return { inMemory: asked };
  const sizes = await Promise.all(models.flatMap(({ source, folds }) => folds.map((fold) => source.bytesOf(fold))));
  const inMemory = networksThatFit(sizes);
  if (inMemory === undefined) return {};
  if (inMemory < sizes.length) run.onEvent?.({ type: 'models-bounded', networks: sizes.length, inMemory });
  return { inMemory, lean: true };
};

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
  const { run, pipeline, source } = job;
  const { settings, onEvent } = run;
  const whole = await fingerprintOf({ ...job, backend: runtime?.backend });
  source.begin?.(sourceWhole(whole, pipeline));
  return runPipeline({
    ...settings,
    ...(source.attempts !== undefined && { attempts: source.attempts }),
    pipeline,
    env: { ...source.files, models: store },
    source: source.studies,
    part: { shard: settings.shard, queue: source.queue },
    inputOf: source.inputOf,
    out: run.folder,
    store: run.store,
    nameSalt: run.nameSalt,
    library: runtime?.library,
    onMadeEarlier,
    ...whole,
    models: job.models.map(({ identity }) => identity),
    budget,
    stop: run.stop,
    cancel: run.cancel,
    now: run.now,
    withinStep: run.withinStep,
    onStepBegun: (operator, studyId, step) => onEvent?.({ type: 'step-begun', operator, step, studyId }),
    onStep: (operator, step, ms, studyId) => {
      measures.step(step, ms);
      onEvent?.({ type: 'step', operator, step, ms, studyId });
    },
    onOutputTrouble: (error) => onEvent?.({ type: 'output-waiting', error }),
    onAbandoned: (step, running) => onEvent?.({ type: 'step-abandoned', ...step, running }),
    aliveWithinMs: source.aliveWithinMs,
    onBlocked: (blocked) => onEvent?.({ type: 'blocked', ...blocked }),
    onResumed: (studyId) => onEvent?.({ type: 'done-earlier', studyId }),
    onStudy: (progress) => {
      measures.study(progress.ms);
      onEvent?.({ type: 'study', ...progress });
    },
  });
};
