import { totalmem } from 'node:os';
import type { StepUnderWay } from '../../core/within-step.ts';
import { printableLines } from '../../domain/printable.ts';
import { asSpineError } from '../../domain/spine-error.ts';
import type { GradeEvent, GradeOptions, RunSummary } from '../../run/grade-studies.ts';
import { bufferCollector } from '../process/collect-buffers.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { uncaughtErrors } from '../process/uncaught-errors.ts';
import { runLog } from '../terminal/run-log.ts';
import { runProgress } from '../terminal/run-progress.ts';
import { writeWarning } from '../terminal/write-warning.ts';

/** What the work is given. */
export interface Attended extends Required<Pick<GradeOptions, 'withinStep' | 'onEvent'>> {
  /** After the first Ctrl-C. */
  readonly stop: AbortSignal;
  /** After the second one. */
  readonly cancel: AbortSignal;
}

export interface AttendedOptions {
  readonly out: string;
  readonly logLevel: string;
  /** What the first Ctrl-C waits for. */
  readonly after: string;
  /** Last words where the run ends at once; none by default. */
  readonly onEndedAtOnce?: () => string | undefined;
  /** Last words where nobody caught an error; none by default. */
  readonly onUncaught?: (error: unknown, step: StepUnderWay | undefined) => string | undefined;
  /** The page that shows the run, where it is asked for. */
  readonly dashboard?: DashboardRequest | undefined;
  /** What of an event is shown and logged; all of it by default. */
  readonly shown?: (event: GradeEvent) => GradeEvent;
}

export interface DashboardRequest {
  readonly port: number;
  /** Of the pipeline. */
  readonly name: string;
  readonly concurrency: number;
}

/** Loaded where it is asked for only: a server is nothing that every run needs. */
const openedDashboard = async (asked: DashboardRequest | undefined) => {
  if (asked === undefined) return undefined;
  const { runDashboard } = await import('../../dashboard/run-dashboard.ts');
  const opened = await runDashboard({
    ...asked,
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
    rssBytes: () => process.memoryUsage.rss(),
    now: () => performance.now(),
  });
  process.stderr.write(`dashboard at ${opened.url}\n`);
  return opened;
};

/**
 * Grades with progress on standard error and a log in the folder of results; the first Ctrl-C ends it after the studies in progress, a second one
 * cancels these.
 * @param work  the grading; undefined where it ended without a summary
 */
export const attendedRun = async <S extends RunSummary | undefined>(
  { out, logLevel, after, onEndedAtOnce, onUncaught, dashboard: asked, shown = (event) => event }: AttendedOptions,
  work: (attended: Attended) => Promise<S>,
): Promise<S> => {
  const dashboard = await openedDashboard(asked);
  const progress = runProgress(process.stderr);
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
    if (event.type === 'step') collectBuffers(); // a study's pixels and inputs die from step to step
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
