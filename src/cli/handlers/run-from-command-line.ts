import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type GradeEvent, type GradeOptions, gradeStudies, type RunSummary } from '../../run/grade-studies.ts';
import { leftInProgress } from '../../run/in-progress/in-progress.ts';
import { completeSettings, type RunSettings } from '../../run/settings.ts';
import { openResultStore } from '../../run/stored/result-store.ts';
import { isObjectAddress } from '../../storage/object-address.ts';
import { idFile, idLines } from '../../streams/sources/study-sources.ts';
import { stoppedNotice, uncaughtRunNotice, uncaughtStepNotice } from '../process/exit-notices.ts';
import { attendedRun } from './attended-run.ts';

/** Options of the commands that run a pipeline. */
export interface RunRequest {
  readonly pipeline: string;
  readonly settings: RunSettings;
  /** A file with one id per line, or `-` for standard input. */
  readonly ids?: string | undefined;
  /** Only these studies; excludes `ids`. */
  readonly studyIds?: readonly string[] | undefined;
  /** Transforms the pipeline after it was checked. */
  readonly arranged?: GradeOptions['arranged'];
  readonly logLevel?: string;
  /** Port of the dashboard; 0 picks a free one. */
  readonly dashboard?: number | undefined;
  /** Events as JSON lines on standard output. */
  readonly json?: boolean;
  /** `[host:]port` of the Prometheus endpoint. */
  readonly metrics?: string | undefined;
}

/** Runs the main job, with progress, log and Ctrl-C handling. */
export const runFromCommandLine = async (given: RunRequest): Promise<RunSummary['counts']> => {
  const { pipeline, settings, arranged, json, dashboard: port, logLevel = 'info' } = given;
  const metrics = given.metrics === undefined ? undefined : await metricsAt(given.metrics);
  const store = isObjectAddress(settings.out) ? await openResultStore(settings.out) : undefined;
  const out = store?.folder ?? settings.out;
  try {
    const summary = await attendedRun(
      {
        ...{ out, logLevel, after: 'the studies in progress' },
        ...(port !== undefined && {
          dashboard: { port, name: pipeline, concurrency: completeSettings(settings).concurrency },
        }),
        onEndedAtOnce: () => (hasFolder(out) ? stoppedNotice(leftInProgress(out)) : undefined),
        onUncaught: (error, step) => (step === undefined ? lastWords(out) : uncaughtStepNotice(step, error)),
      },
      async ({ onEvent, ...attended }) =>
        gradeStudies({
          ...{ ...settings, pipeline, arranged, store, ids: await idsOf(given) },
          ...attended,
          onEvent: (event) => {
            onEvent(event);
            metrics?.onEvent(event);
            if (json && event.type === 'study') process.stdout.write(`${studyLine(event)}\n`);
          },
        }),
    );
    if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', ...summary })}\n`);
    return summary.counts;
  } finally {
    await store?.close();
    await metrics?.close();
    if (given.ids === '-') process.stdin.destroy(); // standard input may stay open indefinitely
  }
};

const metricsAt = async (address: string) => {
  const { startMetricsServer } = await import('../../serve/metrics-server.ts');
  const server = await startMetricsServer(address);
  process.stderr.write(`metrics at ${server.url}\n`);
  return server;
};

/** Notice after an uncaught error in the run's own code; none while it has no results. */
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
  return ids === '-' ? idLines(process.stdin) : idFile(ids);
};
