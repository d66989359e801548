import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { JOURNAL } from '../core/study-record.ts';
import { SpineError } from '../domain/spine-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import {
  type GradeEvent,
  type GradeOptions,
  gradeStudies,
  gradingPipeline,
  type RunSummary,
} from '../run/grade-studies.ts';
import { lockOutput } from '../run/output-lock.ts';
import { isObjectAddress } from '../storage/object-address.ts';
import { serveInStorage } from './errors.ts';
import { type HttpOptions, type HttpServer, startHttp } from './http/http-server.ts';
import type { ReceiveLimits } from './http/receive.ts';
import type { ResultTable } from './http/study-answer.ts';
import { type Inbox, openInbox } from './inbox/inbox.ts';
import { inboxSource } from './inbox/inbox-source.ts';
import { serviceMetrics } from './metrics.ts';
import { type Health, serviceHealth } from './readiness.ts';

type Listening = Pick<HttpOptions, 'host' | 'port' | 'token' | 'tls' | 'insecure' | 'idleMs' | 'requestMs' | 'servers'>;

/** A pipeline as a service. */
export interface ServeOptions extends Listening {
  /** Options of the run; the service sets `source` and `existing`. */
  readonly run: Omit<GradeOptions, 'source' | 'ids' | 'existing' | 'studies' | 'stop' | 'onEvent'>;
  /** Quiet time after which a study counts as complete. */
  readonly quietMs: number;
  /** Time without a finished study while work is waiting, after which the service is not ready. */
  readonly stallMs: number;
  /** Retention of a study's instances after its result; undefined: forever. */
  readonly keepMs: number | undefined;
  readonly limits: ReceiveLimits;
  /** Disk space reserved for results. */
  readonly minFreeBytes: number;
  readonly stop: AbortSignal;
  readonly onEvent?: (event: GradeEvent) => void;
  /** The service has started to take studies. */
  readonly onListening?: (url: string) => void;
  readonly log: Logger;
}

const INBOX = 'inbox';
const FULL_DISK_PAUSE_MS = 10_000;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Grades studies sent to it until it is stopped. Received data is on disk before it is acknowledged, and every start
 * resumes the run into the output folder, so that a crash neither loses nor repeats anything.
 * @throws errors of the pipeline, the address or the folder, and errors that end a run
 */
export const servePipeline = async (options: ServeOptions): Promise<RunSummary | undefined> => {
  const now = options.run.now ?? (() => performance.now());
  const date = options.run.date ?? (() => new Date());
  if (isObjectAddress(options.run.out)) throw serveInStorage(options.run.out);
  const { pipeline } = await gradingPipeline(options.run); // reports its errors before anything is received
  const folder = join(options.run.out, INBOX);
  await makeFolder(folder);
  const unlock = await lockOutput(folder);
  const ended = new AbortController();
  let http: HttpServer | undefined;
  try {
    const inbox = await openInbox({ folder, quietMs: options.quietMs, now, date });
    const { minFreeBytes, stallMs, stop } = options;
    const health = serviceHealth({ folder, inbox, minFreeBytes, stallMs, stop, now });
    const metrics = serviceMetrics(inbox);
    const tables = (): readonly ResultTable[] => pipeline.outputs;
    const service = { inbox, health, metrics, tables, now, out: resolve(options.run.out) };
    http = await startHttp({ ...options, ...service });
    options.onListening?.(http.url);
    void keepRoom(inbox, options, date, ended.signal);
    const onEvent = (event: GradeEvent) => {
      metrics.onEvent(event);
      if (event.type === 'study') health.finished();
      options.onEvent?.(event);
    };
    return await graded({ ...options, onEvent }, inbox, health);
  } finally {
    ended.abort();
    await http?.close();
    await unlock();
  }
};

/** The run; a full disk does not end the service, which resumes when there is room. */
const graded = async (options: ServeOptions, inbox: Inbox, health: Health): Promise<RunSummary | undefined> => {
  const { run, stop, onEvent, log } = options;
  const source = inboxSource(inbox, join(run.out, INBOX), options.servers[0]);
  while (!stop.aborted) {
    try {
      return await gradeStudies({
        ...run,
        source: { ...source, open: async (env) => starting(await source.open(env), health) },
        existing: existsSync(join(run.out, JOURNAL)) ? 'resume' : 'refuse',
        redoChanged: true,
        stop,
        ...(onEvent && { onEvent }),
      });
    } catch (error) {
      if (!(error instanceof SpineError) || error.code !== 'DISK_FULL') throw error;
      log.error({ code: error.code }, 'the disk is full; grading goes on when there is room');
      await pause(FULL_DISK_PAUSE_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  return undefined;
};

/** Reports when the run requests its first study: models are loaded and folders claimed. */
const starting = <S extends { readonly studies: AsyncIterable<unknown> }>(source: S, health: Health): S => ({
  ...source,
  studies: {
    [Symbol.asyncIterator]: () => {
      health.started();
      return source.studies[Symbol.asyncIterator]();
    },
  },
});

/** Periodically removes instances whose retention has expired. */
const keepRoom = async (
  inbox: Inbox,
  { keepMs, log }: ServeOptions,
  date: () => Date,
  signal: AbortSignal,
): Promise<void> => {
  while (keepMs !== undefined && !signal.aborted) {
    const removed = await inbox.removeInstances(new Date(date().getTime() - keepMs)).catch(() => 0);
    if (removed > 0) log.info({ studies: removed }, 'instances removed, since their time is over');
    await pause(CLEAN_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
};
