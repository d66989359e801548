import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  catchError,
  concatMap,
  defer,
  finalize,
  from,
  ignoreElements,
  last,
  map,
  type Observable,
  retry,
  tap,
  throwError,
} from 'rxjs';
import { type AbandonedSteps, abandonedSteps } from '../core/abandoned-steps.ts';
import type { AbandonedStep } from '../core/bounded-step.ts';
import { type CompileOptions, compile, type StudyWork } from '../core/compile.ts';
import type { OutputFile, StudyOutcome } from '../core/define-output.ts';
import type { OpenSource } from '../core/define-source.ts';
import type { OperatorEnv } from '../core/operator-env.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { failureOf, JOURNAL, type StudyRecord } from '../core/study-record.ts';
import { type StudyState, stateOf } from '../core/study-state.ts';
import type { StepUnderWay } from '../core/within-step.ts';
import { type BasisCounts, basisCounts } from '../domain/basis.ts';
import { asSpineError, type SpineError } from '../domain/spine-error.ts';
import type { Warning } from '../domain/study.ts';
import { warningCauses } from '../domain/warning-cause.ts';
import type { ModelIdentity } from '../models/model-store.ts';
import { DEFAULT_ATTEMPTS, isPoison, studyPoison } from '../streams/poison.ts';
import { studyFilesOf } from '../streams/sources/study-files.ts';
import type { StudyItem } from '../streams/sources/study-folder.ts';
import { throughWindow } from '../streams/through-window.ts';
import { untilStopped } from '../streams/until-stopped.ts';
import { type Blocked, blockMonitor } from './block-monitor.ts';
import { stepsHash } from './definition.ts';
import { inputChanged, studyNotSeen } from './errors.ts';
import { gradesOf, isNothingSeen, reasonsOf } from './grades-of.ts';
import { countExits, type InProgress, inProgress } from './in-progress/in-progress.ts';
import { endingAtWork, studiesAtWork, suspectsAlone } from './in-progress/suspects-alone.ts';
import { countedRecords } from './journal/counted-records.ts';
import { type Journal, type JournalHeader, type JournalPart, openJournal } from './journal/journal.ts';
import { type OpenOutputs, openOutputs } from './open-outputs.ts';
import { productVersion } from './product-version.ts';
import { writeFiles } from './result-files.ts';
import type { CompleteSettings } from './settings.ts';
import type { ResultStore } from './stored/result-store.ts';
import type { StudyBudget } from './study-budget.ts';

/**
 * The settings of a run that bound and repeat its work. Without one of them, no such limit holds; attempts and the
 * publishing of tables then have the defaults of a run.
 */
type WorkSettings = Pick<CompleteSettings, 'concurrency'> &
  Partial<
    Pick<
      CompleteSettings,
      | 'retries'
      | 'attempts'
      | 'maxFailures'
      | 'failFast'
      | 'retryFailed'
      | 'redoChanged'
      | 'stepTimeoutS'
      | 'graceS'
      | 'publishEveryS'
      | 'watch'
    >
  >;

/** Options of `runPipeline`. */
export interface RunOptions
  extends WorkSettings,
    Pick<CompileOptions, 'now' | 'onStepBegun' | 'onStep' | 'withinStep'> {
  readonly pipeline: Pipeline;
  readonly env: OperatorEnv;
  /** References to studies, never pixels; the next one is requested only when the window has room. */
  readonly source: AsyncIterable<StudyItem>;
  /** The content of a study; a resumed run compares it. */
  readonly inputOf?: OpenSource['inputOf'];
  /** An existing folder that this process has claimed. */
  readonly out: string;
  /** Identifies the origin of the results; a journal with another one is refused. */
  readonly fingerprint: string;
  /** The fingerprint's parts; see `JournalHeader`. */
  readonly origin?: JournalHeader['origin'];
  /**
   * Salt of hashed names for a new journal; random by default. Runs with the same one give a study the same names, as
   * shards need to name the pages of reports as a single run does.
   */
  readonly nameSalt?: string | undefined;
  /** This run's share of a whole. */
  readonly part?: JournalPart | undefined;
  /** The inference runtime, with its version. */
  readonly library?: string | undefined;
  /** The models of the pipeline, for outputs that record them. */
  readonly models?: readonly ModelIdentity[];
  /** Limit of the bytes that the studies in progress hold together; reduces the window if they would hold more. */
  readonly budget?: StudyBudget | undefined;
  /**
   * Ends the run after the studies in progress: closes the source, aborts nothing. Studies whose outputs only wait for
   * something unavailable are cancelled.
   */
  readonly stop?: AbortSignal | undefined;
  /**
   * Cancels the studies in progress and ends the run. They do not count as failures; a resumed run grades them again.
   */
  readonly cancel?: AbortSignal | undefined;
  /** Additional destination of results, before a study counts as done. */
  readonly store?: Pick<ResultStore, 'putFiles' | 'putJournal'> | undefined;
  readonly onStudy?: (progress: StudyProgress) => void;
  /** Called with trouble that an output waits out. */
  readonly onOutputTrouble?: (error: SpineError) => void;
  /** Called with a step that keeps running although its study was cancelled, and the number of such steps. */
  readonly onAbandoned?: (step: StepUnderWay, running: number) => void;
  /** Maximum time for which the main thread may be blocked. */
  readonly aliveWithinMs?: number | undefined;
  readonly onBlocked?: (blocked: Blocked) => void;
  /** Called with every skipped study, which already has a result. */
  readonly onResumed?: (studyId: string) => void;
  /** Called before the first study with other versions that made earlier results. */
  readonly onMadeEarlier?: (versions: MadeEarlier) => void;
}

export interface MadeEarlier {
  /** Programs with versions, e.g. `spinestream 0.1.0, onnxruntime-node 1.30.0`. */
  readonly earlier: readonly string[];
  readonly now: string;
}

/** Progress event: a study left the concurrency window. */
export interface StudyProgress {
  readonly record: StudyRecord;
  readonly ms: number;
}

/** Outcome of a run in numbers. */
export interface RunCounts {
  /** Results in the output folder, including those of earlier runs. */
  readonly studies: number;
  readonly failed: number;
  /** One per cause and study. */
  readonly warnings: number;
  /** Number of studies with each warning code. */
  readonly warned: Readonly<Record<string, number>>;
  /** Basis of the grades. */
  readonly grades: BasisCounts;
  /** Of these studies, those with the result of an earlier run. */
  readonly resumed: number;
  /** Cancelled studies, which have no result. */
  readonly cancelled: number;
  /** Steps that kept running although their study was cancelled. */
  readonly abandoned: number;
  /** Why the run ended before its source did. */
  readonly stopped: 'asked' | 'failures' | 'abandoned' | undefined;
}

interface Pending {
  readonly item: StudyItem;
  readonly input: string;
  /** Its earlier result is that it ended the process too often. */
  readonly wasPoison: boolean;
}

const RETRY_DELAY_MS = 500;

/**
 * Streams studies through a pipeline into an output folder. A failed study becomes a record with its error; the others
 * continue. Writes each study's results to `journal.jsonl` when it ends, and the tables from the journal in natural
 * order of study ids. `gradeStudies` sets all of this up; call this function for custom sources and clocks.
 * @throws for errors of the whole run: files that cannot be written, a journal of another run
 *
 * @example
 * import { mkdir } from 'node:fs/promises';
 * import { builtInContext, checkPipeline, openFolder, runPipeline } from 'spinestream';
 * import { exampleModels } from 'spinestream/testing';
 *
 * const { pipeline } = checkPipeline('steps: [load-series: {}]', 'short.yaml', builtInContext({}));
 * const { studies: source, files } = await openFolder({ path: 'data' }, {});
 * const env = { ...files, models: exampleModels({}) };
 * await mkdir('out');
 * const now = () => performance.now();
 * const counts = await runPipeline({ pipeline: pipeline!, env, source, out: 'out', fingerprint: '1', concurrency: 2, now });
 * counts.studies; // 5
 */
export const runPipeline = async (options: RunOptions): Promise<RunCounts> => {
  const { library } = options;
  const madeWith = [`spinestream ${productVersion()}`, ...(library === undefined ? [] : [library])].join(', ');
  const { fingerprint, origin, nameSalt, part } = options;
  const journal = await openJournal(join(options.out, JOURNAL), {
    ...{ fingerprint, origin, variables: options.pipeline.variables, nameSalt, madeWith },
    ...part,
  });
  try {
    return await runWith(options, journal, madeWith);
  } finally {
    await journal.close();
  }
};

const runWith = async (options: RunOptions, journal: Journal, madeWith: string): Promise<RunCounts> => {
  const { pipeline, out, fingerprint, models = [] } = options;
  const run = {
    ...{ fingerprint, models, nameSalt: journal.nameSalt, pipeline: pipeline.name },
    ...{ stepsSha256: stepsHash(pipeline), spinestream: productVersion() },
  };
  const outputs = await openOutputs(pipeline.outputs, run, {
    ...options.env,
    signal: options.cancel ?? new AbortController().signal,
    stop: options.stop,
    onTrouble: options.onOutputTrouble,
  }).catch(async (error: unknown) => {
    if (journal.isNew) await rm(join(out, JOURNAL), { force: true }); // a corrected run starts in the same folder
    throw error;
  });
  const { madeEarlierWith: earlier } = journal;
  if (earlier.length > 0) options.onMadeEarlier?.({ earlier, now: madeWith });
  countExits(out);
  const marks = inProgress(out);
  const abandoned = abandonedSteps(options.concurrency);
  const halt = haltOf(options, abandoned);
  const monitor = monitorOf(options, marks);
  let cancelled = 0;
  const onCancelled = () => {
    cancelled++;
  };
  for (const signal of halt.signals) signal.addEventListener('abort', marks.stopping);
  try {
    await options.store?.putJournal(journal.bytes());
    const onResumed = (studyId: string) => {
      marks.recorded(studyId); // where the process ended right after that
      options.onResumed?.(studyId);
    };
    const atWork = studiesAtWork();
    const pending = withoutPoison(withoutResult(options, journal, halt.reached, onResumed), marks, options.attempts);
    const source = suspectsAlone(pending, {
      isSuspect: ({ item, wasPoison }) => item.error === undefined && (wasPoison || marks.exits(item.study.id) > 0),
      atWork,
      isHalted: () => halt.reached() !== undefined,
      onDropped: ({ item }) => item.done?.('cancelled'),
    });
    const flow = studyFlow({
      options: { ...options, withinStep: monitor?.withinStep ?? options.withinStep },
      journal,
      marks,
      outputs,
      abandoned,
      count: halt.count,
      onCancelled,
    });
    const items = untilStopped(source, halt.signals);
    await completed(throughWindow(items, options.concurrency, endingAtWork(flow, atWork)));
    await outputs.publish(out, journal);
    marks.clear();
    return {
      ...(await countedRecords(journal.records())),
      resumed: journal.earlier(),
      cancelled,
      abandoned: abandoned.count(),
      stopped: halt.reached(),
    };
  } finally {
    for (const signal of halt.signals) signal.removeEventListener('abort', marks.stopping);
    monitor?.close();
  }
};

const monitorOf = ({ aliveWithinMs: limitMs, now, withinStep, onBlocked }: RunOptions, marks: InProgress) =>
  limitMs === undefined || onBlocked === undefined
    ? undefined
    : blockMonitor({ limitMs, now, withinStep, atWork: marks.operators, onBlocked });

const completed = (records: Observable<unknown>): Promise<void> =>
  new Promise((resolve, reject) => {
    records.subscribe({ error: reject, complete: resolve });
  });

/** Counts failures and decides whether, and why, the run begins no further study. */
const haltOf = (
  { stop, cancel, failFast, maxFailures = Number.POSITIVE_INFINITY }: RunOptions,
  { tooMany }: Pick<AbandonedSteps, 'tooMany'>,
) => {
  const failuresAllowed = failFast ? 1 : maxFailures;
  let failures = 0;
  const signals = [stop, cancel].filter((signal) => signal !== undefined);
  return {
    signals,
    count: ({ error }: StudyRecord) => {
      failures += Number(error !== undefined);
    },
    reached: (): RunCounts['stopped'] => {
      if (signals.some(({ aborted }) => aborted)) return 'asked';
      if (tooMany()) return 'abandoned';
      return failures >= failuresAllowed ? 'failures' : undefined;
    },
  };
};

/** The items of the source without a result. @throws INPUT_CHANGED */
async function* withoutResult(
  { source, inputOf = studyFilesOf, retryFailed = false, redoChanged = false }: RunOptions,
  journal: Journal,
  halted: () => unknown,
  onResumed: (studyId: string) => void,
): AsyncGenerator<Pending> {
  for await (const item of source) {
    if (halted() !== undefined) return item.done?.('cancelled');
    const earlier = journal.find(item.study.id);
    const { digest: input } = await inputOf(item.study);
    if (halted() !== undefined) return item.done?.('cancelled'); // no longer awaited
    const changed = earlier !== undefined && earlier.input !== input;
    if (changed && !redoChanged) throw inputChanged(item.study.id);
    if (earlier === undefined || changed || (retryFailed && earlier.failed)) {
      const wasPoison = earlier?.failed === true && isPoison(await journal.read(item.study.id));
      yield { item, input, wasPoison };
    } else {
      if (item.done !== undefined) await item.done('recorded', await journal.read(item.study.id));
      onResumed(item.study.id);
    }
  }
}

/**
 * Yields the same items, with an error for those that had too many attempts. One that was in progress with others at its
 * last exit may not be to blame: it is tried once more, alone.
 */
async function* withoutPoison(
  source: AsyncIterable<Pending>,
  { exits, isShared }: Pick<InProgress, 'exits' | 'isShared'>,
  attempts = DEFAULT_ATTEMPTS,
): AsyncGenerator<Pending> {
  for await (const pending of source) {
    const { item } = pending;
    const { id } = item.study;
    const isToBlame = exits(id) >= attempts && !isShared(id);
    const error = item.error ?? (isToBlame ? studyPoison(id, exits(id)) : undefined);
    yield { ...pending, item: { ...item, ...(error && { error }) } };
  }
}

interface Run {
  readonly options: RunOptions;
  readonly journal: Journal;
  readonly marks: InProgress;
  readonly outputs: OpenOutputs;
  readonly abandoned: AbandonedSteps;
  readonly count: (record: StudyRecord) => void;
  readonly onCancelled: () => void;
}

/** Passes each value on once some work on it is done. */
const awaiting = <T>(work: (value: T) => Promise<void> | undefined) =>
  concatMap(async (value: T) => {
    await work(value);
    return value;
  });

const studyFlow = (run: Run) => {
  const { options, journal, marks, abandoned, count } = run;
  const { pipeline, env, out, now, onStepBegun, onStep, withinStep, onStudy, budget, stepTimeoutS, graceS } = options;
  const onAbandoned = ({ ended, ...step }: AbandonedStep) => {
    budget?.holdUntil(step.studyId, ended);
    const running = abandoned.add(ended);
    options.onAbandoned?.(step, running);
  };
  const flow = compile(pipeline, env, {
    now,
    onStepBegun: (operator, studyId, step) => {
      marks.step(studyId, operator);
      onStepBegun?.(operator, studyId, step);
    },
    ...{ onStep, withinStep },
    onState: budget?.measure,
    stepTimeoutMs: stepTimeoutS && stepTimeoutS * 1000,
    graceMs: graceS && graceS * 1000,
    onAbandoned,
  });
  const publish = publisher(run);
  const written = async (files: Result['files']): Promise<void> => {
    await writeFiles(out, files);
    await options.store?.putFiles(files.map(({ path }) => path));
  };
  const recorded = async (record: StudyRecord): Promise<void> => {
    await journal.append(record);
    await options.store?.putJournal(journal.bytes());
    marks.recorded(record.studyId);
  };
  const worked = (pending: Pending) =>
    defer(() => {
      const startMs = now();
      marks.begin(pending.item.study.id);
      return resultOf(pending, flow, run).pipe(
        awaiting(({ files }) => written(files)),
        map(({ record }) => record),
        tap(count),
        awaiting(recorded),
        awaiting((record) => pending.item.done?.('recorded', record)),
        tap((record) => onStudy?.({ record, ms: now() - startMs })),
        awaiting(publish),
        finalize(() => marks.end(pending.item.study.id)),
      );
    });
  return budget === undefined ? worked : (pending: Pending) => budget.within(pending.item, worked(pending));
};

const PUBLISH_EVERY_S = 60;
const PUBLISH_WATCHED_EVERY_S = 5;

/** Writes the tables periodically during the run, never concurrently; into a storage, only the final ones. */
const publisher = ({ options, journal, outputs }: Run): (() => Promise<void>) => {
  const { watch, publishEveryS = watch ? PUBLISH_WATCHED_EVERY_S : PUBLISH_EVERY_S, store, now, out } = options;
  if (store !== undefined) return async () => {};
  let lastMs = now();
  return async () => {
    if (now() - lastMs < publishEveryS * 1000) return;
    lastMs = Number.POSITIVE_INFINITY;
    await outputs.publish(out, journal);
    lastMs = now();
  };
};

/** A study's record, and the files to write first. */
interface Result {
  readonly record: StudyRecord;
  readonly files: readonly OutputFile[];
}

/** Retries with increasing delay, unless the run is cancelled or a retry must fail the same way. */
const retryDelay = (cancel: AbortSignal | undefined) => (error: unknown, attempt: number) =>
  cancel?.aborted || !asSpineError(error).retriable
    ? throwError(() => error)
    : from(pause(RETRY_DELAY_MS * 2 ** (attempt - 1), undefined, { signal: cancel }).catch(() => undefined));

/** A cancelled study has no outcome. */
const resultOf = (
  { item, input }: Pending,
  flow: StudyWork,
  { options: { retries = 0, stop, cancel }, outputs, onCancelled }: Run,
): Observable<Result> => {
  const { warnings = [] } = item;
  const result = async (
    outcome: StudyOutcome,
    facts: Pick<StudyRecord, 'warnings' | 'grades' | 'error'>,
  ): Promise<Result> => {
    const { tables, files } = await outputs.ofStudy(outcome);
    const paths = files.length > 0 && { files: files.map(({ path }) => path) };
    return { record: { studyId: item.study.id, input, tables, ...paths, ...facts }, files };
  };
  const done = async (state: StudyState): Promise<Result> => {
    const causes = warningCauses(state.warnings);
    const grades = gradesOf(state);
    if (isNothingSeen(grades))
      return failed(studyNotSeen(reasonsOf(grades), causes).at({ studyId: state.study.id }), state.warnings);
    const counts = grades.length === 0 ? undefined : basisCounts(grades);
    return result({ study: state.study, state }, { warnings: causes, grades: counts });
  };
  const failed = async (error: SpineError, noticed: readonly Warning[] = warnings): Promise<Result> => {
    const causes = warningCauses(noticed);
    return result({ study: item.study, error, warnings: causes }, { warnings: causes, error: failureOf(error) });
  };
  const isCancelled = (cause: unknown) => cancel?.aborted || (stop?.aborted && cause === stop.reason);
  const recordFailure = (cause: unknown) => from(failed(asSpineError(cause, { studyId: item.study.id })));
  const noOutcome = () => {
    onCancelled();
    return from(Promise.resolve(item.done?.('cancelled'))).pipe(ignoreElements());
  };
  const { error } = item;
  const outcome =
    error === undefined
      ? flow({ ...stateOf(item.study), warnings }, cancel && { signal: cancel }).pipe(
          last(),
          concatMap(done),
          retry({ count: retries, delay: retryDelay(cancel) }),
          catchError((cause) => (isCancelled(cause) ? throwError(() => cause) : recordFailure(cause))),
        )
      : defer(() => failed(error));
  return outcome.pipe(catchError((cause) => (isCancelled(cause) ? noOutcome() : throwError(() => cause))));
};
