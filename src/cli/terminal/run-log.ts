import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { messageOf } from '../../domain/text/message-of.ts';
import type { GradeEvent, RunSummary } from '../../run/grade-studies.ts';

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
    for (const event of early.splice(0)) write(logger, event);
    return logger;
  };
  return {
    onEvent: (event: GradeEvent): void => {
      const taken = logger !== undefined || existsSync(join(out, 'run.lock'));
      if (taken && event.type !== 'checked' && event.type !== 'opened') write(begin(), event);
      else early.push(event);
    },
    end: ({ counts, times }: RunSummary) =>
      begin().info({ counts, streamingMs: times.streamingMs, peakRssMb: times.peakRssMb }, 'run ended'),
    failed: (error: unknown) => logger?.error({ err: messageOf(error) }, 'run failed'),
  };
};

const write = (logger: pino.Logger, event: GradeEvent): void => {
  if (event.type === 'checked')
    logger.info(
      { pipeline: event.pipeline.name, file: event.pipeline.file, warnings: event.warnings },
      'pipeline checked',
    );
  else if (event.type === 'opened') {
    logger.info({ studies: event.studies, absent: event.absent, described: event.described }, 'source opened');
    for (const { code, message } of event.notes) logger.warn({ code }, message);
  } else if (event.type === 'left-in-progress')
    logger.warn(
      { studies: event.studies },
      event.studies.some(({ stopping }) => stopping)
        ? 'an earlier run was killed while it stopped'
        : 'an earlier run exited unexpectedly',
    );
  else if (event.type === 'made-earlier')
    logger.warn({ earlier: event.earlier, now: event.now }, 'earlier results were made with other versions');
  else if (event.type === 'runtime-started')
    logger[event.identity.fallback ? 'warn' : 'info'](event.identity, 'runtime started');
  else if (event.type === 'float32-kept') logger.warn({ models: event.models }, 'some networks stay in float32');
  else if (event.type === 'budget-opened') logger.info({ budgetBytes: event.budgetBytes }, 'memory budget');
  else if (event.type === 'models-bounded')
    logger.info({ networks: event.networks, inMemory: event.inMemory }, 'not all networks fit into memory');
  else if (event.type === 'model-loaded') logger.info({ model: event.name, fold: event.fold }, 'model loaded');
  else if (event.type === 'batch-chosen') {
    const { type, ...choice } = event;
    logger.info(choice, 'batch size chosen');
  } else if (event.type === 'batch-halved')
    logger.warn(
      { code: 'BATCH_HALVED', model: event.model, fold: event.fold, rows: event.rows },
      'out of memory in a batch, which was repeated in halves',
    );
  else if (event.type === 'step-begun')
    logger.trace({ operator: event.operator, studyId: event.studyId }, 'step begun');
  else if (event.type === 'step')
    logger.debug({ operator: event.operator, step: event.step, ms: Math.round(event.ms) }, 'step done');
  else if (event.type === 'models-checked') logger.info({ warnings: event.warnings }, 'models checked');
  else if (event.type === 'output-waiting')
    logger.warn({ code: event.error.code, err: event.error.message }, 'an output waits');
  else if (event.type === 'source-unreadable')
    logger.warn({ code: event.error.code, err: event.error.message }, 'the folder of studies cannot be read');
  else if (event.type === 'blocked')
    logger.warn({ ms: Math.round(event.ms), operators: event.operators, suspended: event.isSuspended }, 'blocked');
  else if (event.type === 'step-abandoned')
    logger.warn(
      { operator: event.operator, studyId: event.studyId, running: event.running },
      'a cancelled step is still running',
    );
  else if (event.type === 'done-earlier') logger.debug({ studyId: event.studyId }, 'study was done earlier');
  else if (event.type === 'runtime-closed')
    logger[event.left === 0 ? 'info' : 'warn']({ held: event.held, left: event.left }, 'runtime closed');
  else logStudy(logger, event);
};

const logStudy = (logger: pino.Logger, { record, ms }: Extract<GradeEvent, { type: 'study' }>): void => {
  const facts = { studyId: record.studyId, ms: Math.round(ms) };
  for (const { code, seriesId, count } of record.warnings)
    logger.debug({ studyId: record.studyId, code, seriesId, count }, 'warning');
  if (record.error === undefined) logger.info({ ...facts, warnings: record.warnings.length }, 'study done');
  else logger.error({ ...facts, error: record.error }, 'study failed');
};
