import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type GradeEvent, type GradeOptions, gradeStudies, type RunSummary } from '../../run/grade-studies.ts';
import { leftInProgress } from '../../run/in-progress.ts';
import type { RunSettings } from '../../run/settings.ts';
import { idFile, idLines } from '../../streams/sources/study-sources.ts';
import { deadBufferCollector } from '../process/dead-buffers.ts';
import { stoppedNotice, uncaughtRunNotice, uncaughtStepNotice } from '../process/exit-notices.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { uncaughtErrors } from '../process/uncaught-errors.ts';
import { runLog } from '../terminal/run-log.ts';
import { runProgress } from '../terminal/run-progress.ts';
import { writeWarning } from '../terminal/write-warning.ts';

/** What the commands give that run a pipeline. */
export interface RunRequest {
  readonly pipeline: string;
  readonly settings: RunSettings;
  /** A file with an id a line, or `-` for standard input. */
  readonly ids?: string | undefined;
  /** Instead of `ids`: only these. */
  readonly studyIds?: readonly string[] | undefined;
  /** Changes the pipeline after it was checked. */
  readonly arranged?: GradeOptions['arranged'];
  readonly logLevel?: string;
  /** Events as JSON lines on standard output. */
  readonly json?: boolean;
}

/** Runs the main job with progress on standard error; the first Ctrl-C ends it after the studies in progress, a second one cancels these. */
export const runFromCommandLine = async (given: RunRequest): Promise<RunSummary['counts']> => {
  const { settings, logLevel = 'info' } = given;
  const { out } = settings;
  const progress = runProgress(process.stderr);
  const interrupts = stoppedByInterrupts({
    after: 'the studies in progress',
    cancelling: 'the studies in progress',
    atOnce: () => {
      progress.close();
      if (hasFolder(out)) process.stderr.write(`${stoppedNotice(leftInProgress(out))}\n`);
    },
  });
  const log = runLog(out, logLevel);
  const uncaught = uncaughtErrors((error, step) => {
    const notice = step === undefined ? lastWords(out) : uncaughtStepNotice(step, error);
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
      ...settings,
      pipeline: given.pipeline,
      arranged: given.arranged,
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

const idsOf = async ({ ids, studyIds }: RunRequest) => {
  if (ids === undefined) return studyIds;
  if (ids === '-') return idLines(process.stdin);
  const listed: string[] = []; // a file has an end: how much there is to do is known, and a resumed run is told of a change
  for await (const id of await idFile(ids)) listed.push(id);
  return listed;
};
