import { startOnnxRuntime } from '../models/runtime/onnx/onnx-runtime.ts';
import { formatFinding } from '../pipelines/finding.ts';
import { type GradeEvent, gradeStudies } from '../pipelines/grade-studies.ts';
import { keyValues } from './key-values.ts';
import { runProgress } from './run-progress.ts';

export interface RunArguments {
  readonly pipeline: string;
  readonly studies: string;
  readonly out: string;
  readonly models: string;
  readonly descriptions?: string | undefined;
  readonly set: readonly string[];
  readonly inFlight: number;
  readonly threads?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly overwrite?: boolean | undefined;
  readonly json: boolean;
}

/** Runs the main job with progress on standard error; the first Ctrl-C ends it after the studies in flight, a second one at once. */
export const runFromCommandLine = async (given: RunArguments): Promise<{ failed: number; stopped: boolean }> => {
  const stopping = new AbortController();
  const onInterrupt = () => {
    if (stopping.signal.aborted) process.kill(process.pid, 'SIGKILL');
    process.stderr.write('\nstopping after the studies in flight; Ctrl-C again stops at once\n');
    stopping.abort();
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  const progress = runProgress(process.stderr);
  const onEvent = (event: GradeEvent) => {
    if (event.type === 'checked')
      for (const warning of event.warnings) process.stderr.write(`${formatFinding(warning)}\n`);
    progress.onEvent(event);
  };
  try {
    const summary = await gradeStudies({
      ...given,
      variables: keyValues(given.set),
      existing: given.resume ? 'resume' : given.overwrite ? 'overwrite' : 'refuse',
      startRuntime: () => startOnnxRuntime(given.threads === undefined ? {} : { threads: given.threads }),
      stop: stopping.signal,
      now: () => performance.now(),
      date: () => new Date(),
      onEvent,
    });
    progress.end(summary);
    if (given.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    return summary.counts;
  } finally {
    progress.close();
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
  }
};
