import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseBackend, startRuntime } from '../../models/runtime/choose-runtime.ts';
import type { Runtime } from '../../models/runtime/runtime.ts';
import { type GradeEvent, type GradeOptions, gradeStudies, type RunSummary } from '../../run/grade-studies.ts';
import { leftInProgress } from '../../run/in-progress.ts';
import { idFile, idLines } from '../../streams/sources/study-sources.ts';
import { checkSeconds, wholeNumbers, wholeNumbersFrom0 } from '../options/check-numbers.ts';
import { keyValues } from '../options/key-values.ts';
import { parseBytes } from '../options/parse-bytes.ts';
import { deadBufferCollector } from '../process/dead-buffers.ts';
import { stoppedNotice, uncaughtRunNotice, uncaughtStepNotice } from '../process/exit-notices.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { uncaughtErrors } from '../process/uncaught-errors.ts';
import { runLog } from '../terminal/run-log.ts';
import { runProgress } from '../terminal/run-progress.ts';
import { writeWarning } from '../terminal/write-warning.ts';

export interface RunArguments {
  readonly pipeline: string;
  readonly studies: string;
  readonly out: string;
  readonly models: string;
  readonly descriptions?: string | undefined;
  readonly ids?: string | undefined;
  /** Instead of `ids`: only these. */
  readonly studyIds?: readonly string[] | undefined;
  /** Each study by the networks that were not trained on it, whatever the pipeline file says. */
  readonly outOfFold?: boolean | undefined;
  /** Changes the pipeline after it was checked. */
  readonly arranged?: GradeOptions['arranged'];
  readonly watch?: boolean | undefined;
  readonly settle: number;
  readonly followLinks: boolean;
  /** Studies that are not to be tried. */
  readonly leaveOut?: readonly string[] | undefined;
  readonly set: readonly string[];
  readonly inFlight: number;
  readonly memoryBudget?: string | undefined;
  readonly modelsInMemory?: number | undefined;
  readonly batch?: number | undefined;
  readonly threads?: number | undefined;
  readonly backend?: string | undefined;
  readonly resume?: boolean | undefined;
  readonly retryFailed: boolean;
  readonly redoChanged: boolean;
  readonly overwrite?: boolean | undefined;
  readonly retry: number;
  readonly maxFailures?: number | undefined;
  readonly failFast: boolean;
  readonly stepTimeout: number;
  /** Only warn where steps feed a model with something else than it was trained on. */
  readonly allowMismatch?: boolean | undefined;
  readonly withIdentifiers?: boolean;
  readonly logLevel: string;
  readonly json: boolean;
}

const WATCH_INTERVAL_MS = 2000;
const PUBLISH_EVERY_MS = 60_000;
const PUBLISH_WATCHED_EVERY_MS = 5000;

/** Runs the main job with progress on standard error; the first Ctrl-C ends it after the studies in progress, a second one cancels these. */
export const runFromCommandLine = async (given: RunArguments): Promise<RunSummary['counts']> => {
  checkNumbers(given);
  const progress = runProgress(process.stderr);
  const interrupts = stoppedByInterrupts({
    after: 'the studies in progress',
    cancelling: 'the studies in progress',
    atOnce: () => {
      progress.close();
      if (hasFolder(given.out)) process.stderr.write(`${stoppedNotice(leftInProgress(given.out))}\n`);
    },
  });
  const log = runLog(given.out, given.logLevel);
  const uncaught = uncaughtErrors((error, step) => {
    const notice = step === undefined ? lastWords(given.out) : uncaughtStepNotice(step, error);
    progress.close();
    if (notice !== undefined) process.stderr.write(`${notice}\n`);
    log.failed(step === undefined ? error : notice);
  });
  const collectDeadBuffers = deadBufferCollector();
  const onEvent = (event: GradeEvent) => {
    if (event.type === 'checked' || event.type === 'models-checked')
      for (const one of event.warnings) writeWarning(one);
    if (event.type === 'step') collectDeadBuffers(); // a study's pixels and inputs die from step to step
    progress.onEvent(event);
    log.onEvent(event);
    if (given.json && event.type === 'study') process.stdout.write(`${studyLine(event)}\n`);
  };
  try {
    const summary = await gradeStudies({
      ...optionsOf(given),
      ids: await idsOf(given),
      stop: interrupts.signal,
      cancel: interrupts.cancel,
      onEvent,
      withinStep: uncaught.withinStep,
    });
    progress.end(summary);
    log.end(summary);
    if (given.json) process.stdout.write(`${JSON.stringify({ event: 'summary', ...summary })}\n`);
    return summary.counts;
  } catch (error) {
    log.failed(error);
    throw error;
  } finally {
    uncaught.ignore();
    progress.close();
    interrupts.ignore();
    if (given.ids === '-') process.stdin.destroy(); // whoever writes ids may have it open for ever
  }
};

/** What is to be said of a run in whose own work an error was not caught; nothing while it has no results. */
const lastWords = (out: string): string | undefined =>
  hasFolder(out) ? uncaughtRunNotice(leftInProgress(out)) : undefined;

const hasFolder = (out: string): boolean => existsSync(join(out, 'run.lock'));

const studyLine = ({ record, ms }: Extract<GradeEvent, { type: 'study' }>): string =>
  JSON.stringify({
    event: 'study',
    study_id: record.studyId,
    ms: Math.round(ms),
    warnings: record.warnings.length,
    grades: record.grades,
    error: record.error,
  });

const idsOf = async ({ ids, studyIds }: RunArguments) => {
  if (ids === undefined) return studyIds;
  if (ids === '-') return idLines(process.stdin);
  const listed: string[] = []; // a file has an end: how much there is to do is known, and a resumed run is told of a change
  for await (const id of await idFile(ids)) listed.push(id);
  return listed;
};

const optionsOf = (given: RunArguments) => ({
  pipeline: given.pipeline,
  studies: given.studies,
  out: given.out,
  models: given.models,
  descriptions: given.descriptions,
  followLinks: given.followLinks,
  leaveOut: given.leaveOut,
  outOfFold: given.outOfFold,
  arranged: given.arranged,
  allowMismatch: given.allowMismatch,
  watch: given.watch ? { intervalMs: WATCH_INTERVAL_MS, settleMs: given.settle * 1000 } : undefined,
  variables: { ...keyValues(given.set), ...(given.withIdentifiers && { identifiers: 'true' }) },
  inFlight: given.inFlight,
  budgetBytes: given.memoryBudget === undefined ? undefined : parseBytes('memory-budget', given.memoryBudget),
  modelsInMemory: given.modelsInMemory,
  batchRows: given.batch,
  retries: given.retry,
  maxFailures: given.failFast ? 1 : given.maxFailures,
  retryFailed: given.retryFailed,
  redoChanged: given.redoChanged,
  stepTimeoutMs: given.stepTimeout * 1000,
  publishEveryMs: given.watch ? PUBLISH_WATCHED_EVERY_MS : PUBLISH_EVERY_MS,
  existing: given.resume ? ('resume' as const) : given.overwrite ? ('overwrite' as const) : ('refuse' as const),
  startRuntime: () => started(given),
  now: () => performance.now(),
  date: () => new Date(),
});

const started = async ({ backend, threads }: RunArguments): Promise<Runtime> => {
  const { runtime, choice } = await startRuntime({
    backend: parseBackend(backend ?? 'onnx'),
    ...(threads !== undefined && { threads }),
  });
  return { ...runtime, identity: choice };
};

/** More studies than that at a time serve nobody, and every one of them has its lane. */
const MOST_IN_FLIGHT = 1024;

const checkNumbers = (given: RunArguments): void => {
  const { inFlight, threads, modelsInMemory, batch, retry, maxFailures, settle, stepTimeout } = given;
  wholeNumbers({ 'in-flight': inFlight }, MOST_IN_FLIGHT);
  wholeNumbers({ threads, 'models-in-memory': modelsInMemory, batch, 'max-failures': maxFailures });
  wholeNumbersFrom0({ retry });
  checkSeconds({ settle, 'step-timeout': stepTimeout });
};
