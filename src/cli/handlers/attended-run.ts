import type { StepUnderWay } from '../../core/within-step.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import { printableLines } from '../../domain/text/printable.ts';
import type { GradeEvent, GradeOptions, RunSummary } from '../../run/grade-studies.ts';
import { bufferCollector } from '../process/collect-buffers.ts';
import { ownMemory } from '../process/own-memory.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { uncaughtErrors } from '../process/uncaught-errors.ts';
import { runLog } from '../terminal/run-log.ts';
import { runProgress } from '../terminal/run-progress.ts';
import { writeWarning } from '../terminal/write-warning.ts';

/** What `work` receives. */
export interface Attended extends Required<Pick<GradeOptions, 'withinStep' | 'onEvent'>> {
  /** Aborted by the first Ctrl-C. */
  readonly stop: AbortSignal;
  /** Aborted by the second Ctrl-C. */
  readonly cancel: AbortSignal;
}

export interface AttendedOptions {
  readonly out: string;
  readonly logLevel: string;
  /** What the first Ctrl-C waits for. */
  readonly after: string;
  /** How to continue a stopped run; by default with --resume. */
  readonly toContinue?: string;
  /** Notice printed when the run is killed; none by default. */
  readonly onEndedAtOnce?: () => string | undefined;
  /** Notice printed after an uncaught error; none by default. */
  readonly onUncaught?: (error: unknown, step: StepUnderWay | undefined) => string | undefined;
  /** Dashboard that shows the run, if requested. */
  readonly dashboard?: DashboardRequest | undefined;
  /** Events to show and log; all by default. */
  readonly shown?: (event: GradeEvent) => GradeEvent;
}

interface DashboardRequest {
  readonly port: number;
  /** Of the pipeline. */
  readonly name: string;
  readonly concurrency: number;
}

/** Loaded on demand, since most runs need no server. */
const openedDashboard = async (asked: DashboardRequest | undefined) => {
  if (asked === undefined) return undefined;
  const { runDashboard } = await import('../../dashboard/run-dashboard.ts');
  const opened = await runDashboard({
    ...asked,
    ...ownMemory(),
  });
  process.stderr.write(`dashboard at ${opened.url}\n`);
  return opened;
};

/**
 * Runs a grading with progress on standard error and a log in the results folder. The first Ctrl-C ends it after the
 * studies in progress, a second one cancels those.
 * @param work  the grading; undefined if it ended without a summary
 */
export const attendedRun = async <S extends RunSummary | undefined>(
  {
    out,
    logLevel,
    after,
    toContinue,
    onEndedAtOnce,
    onUncaught,
    dashboard: asked,
    shown = (event) => event,
  }: AttendedOptions,
  work: (attended: Attended) => Promise<S>,
): Promise<S> => {
  const dashboard = await openedDashboard(asked);
  const progress = runProgress(process.stderr, toContinue);
  const tell = (words: string | undefined) => {
    progress.close();
    if (words !== undefined) process.stderr.write(`${printableLines(words)}\n`);
  };
  const interrupts = stoppedByInterrupts({
    after,
    cancelling: 'the studies in progress',
    atOnce: () => tell(onEndedAtOnce?.()),
  });
  const log = runLog(out, logLevel);
  const uncaught = uncaughtErrors((error, step) => {
    const words = onUncaught?.(error, step);
    tell(words);
    log.failed(step === undefined ? error : (words ?? error));
  });
  const collectBuffers = bufferCollector();
  const onEvent = (event: GradeEvent) => {
    if (event.type === 'checked' || event.type === 'models-checked')
      for (const one of event.warnings) writeWarning(one);
    if (event.type === 'step') collectBuffers(); // a study's pixels and inputs become garbage at each step
    const visible = shown(event);
    progress.onEvent(visible);
    log.onEvent(visible);
    dashboard?.onEvent(visible);
  };
  try {
    const { signal: stop, cancel } = interrupts;
    const summary = await work({ stop, cancel, onEvent, withinStep: uncaught.withinStep });
    if (summary !== undefined) {
      progress.end(summary);
      log.end(summary);
    }
    await dashboard?.close();
    return summary;
  } catch (error) {
    log.failed(error);
    const { code, reason } = asSpineError(error);
    await dashboard?.close({ code, reason });
    throw error;
  } finally {
    uncaught.ignore();
    progress.close();
    interrupts.ignore();
  }
};
