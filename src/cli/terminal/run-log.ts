import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { messageOf } from '../../domain/text/message-of.ts';
import type { GradeEvent, RunSummary } from '../../run/grade-studies.ts';
import { type ByEvent, takeEvent } from './by-event.ts';

const FILE = 'log.jsonl';

/**
 * A structured log of a run, one JSON object per line, in its output folder. It begins once the run has claimed the
 * folder, and later runs append to it. It names studies and files, never patients.
 */
export const runLog = (out: string, level: string) => {
  let logger: pino.Logger | undefined;
  const early: GradeEvent[] = [];
  const begin = () => {
    logger ??= pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      pino.destination({ dest: join(out, FILE), sync: true }),
    );
    for (const event of early.splice(0)) takeEvent(logging(logger), event);
    return logger;
  };
  return {
    onEvent: (event: GradeEvent): void => {
      const taken = logger !== undefined || existsSync(join(out, 'run.lock'));
      if (taken && event.type !== 'checked' && event.type !== 'opened') takeEvent(logging(begin()), event);
      else early.push(event);
    },
    end: ({ counts, times }: RunSummary) =>
      begin().info({ counts, streamingMs: times.streamingMs, peakRssMb: times.peakRssMb }, 'run ended'),
    failed: (error: unknown) => logger?.error({ err: messageOf(error) }, 'run failed'),
  };
};

const logging = (logger: pino.Logger): ByEvent => ({
  checked: ({ pipeline: { name, file }, warnings }) =>
    logger.info({ pipeline: name, file, warnings }, 'pipeline checked'),
  opened: ({ studies, absent, described, notes }) => {
    logger.info({ studies, absent, described }, 'source opened');
    for (const { code, message } of notes) logger.warn({ code }, message);
  },
  'left-in-progress': ({ studies }) => {
    const how = studies.some(({ stopping }) => stopping) ? 'was killed while it stopped' : 'exited unexpectedly';
    logger.warn({ studies }, `an earlier run ${how}`);
  },
  'made-earlier': ({ earlier, now }) => logger.warn({ earlier, now }, 'earlier results were made with other versions'),
  'runtime-started': ({ identity }) => logger[identity.fallback ? 'warn' : 'info'](identity, 'runtime started'),
  'float32-kept': ({ models }) => logger.warn({ models }, 'some networks stay in float32'),
  'budget-opened': ({ budgetBytes }) => logger.info({ budgetBytes }, 'memory budget'),
  'models-bounded': ({ networks, inMemory }) => logger.info({ networks, inMemory }, 'not all networks fit into memory'),
  'models-checked': ({ warnings }) => logger.info({ warnings }, 'models checked'),
  'model-loaded': ({ name, fold }) => logger.info({ model: name, fold }, 'model loaded'),
  'batch-chosen': ({ type: _, ...choice }) => logger.info(choice, 'batch size chosen'),
  'batch-halved': ({ model, fold, rows }) =>
    logger.warn({ code: 'BATCH_HALVED', model, fold, rows }, 'out of memory in a batch, which was repeated in halves'),
  'step-begun': ({ operator, studyId }) => logger.trace({ operator, studyId }, 'step begun'),
  step: ({ operator, step, ms }) => logger.debug({ operator, step, ms: Math.round(ms) }, 'step done'),
  'step-abandoned': ({ operator, studyId, running }) =>
    logger.warn({ operator, studyId, running }, 'a cancelled step is still running'),
  'output-waiting': ({ error }) => logger.warn({ code: error.code, err: error.message }, 'an output waits'),
  'source-unreadable': ({ error }) =>
    logger.warn({ code: error.code, err: error.message }, 'the folder of studies cannot be read'),
  blocked: ({ ms, operators, isSuspended: suspended }) =>
    logger.warn({ ms: Math.round(ms), operators, suspended }, 'blocked'),
  'done-earlier': ({ studyId }) => logger.debug({ studyId }, 'study was done earlier'),
  'runtime-closed': ({ held, left }) => logger[left === 0 ? 'info' : 'warn']({ held, left }, 'runtime closed'),
  study: ({ record: { studyId, warnings, error }, ms }) => {
    for (const { code, seriesId, count } of warnings) logger.debug({ studyId, code, seriesId, count }, 'warning');
    if (error === undefined) logger.info({ studyId, ms: Math.round(ms), warnings: warnings.length }, 'study done');
    else logger.error({ studyId, ms: Math.round(ms), error }, 'study failed');
  },
});
