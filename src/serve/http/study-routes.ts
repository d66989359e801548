import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isUid } from '../../dicomweb/uid.ts';
import { STUDY_STATES } from '../inbox/entry.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { StudySummary } from '../inbox/summary.ts';
import { notFound, requestInvalid } from './refusal.ts';
import { filesOf, type ResultTable, studyAnswer, summaryAnswer } from './study-answer.ts';

export interface StudyRoutesOptions {
  readonly inbox: Inbox;
  /** The results folder. */
  readonly out: string;
  readonly tables: () => readonly ResultTable[];
}

const PAGE = 100;
const MOST = 1000;

const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST).default(PAGE),
  offset: z.coerce.number().int().min(0).default(0),
  state: z.enum(STUDY_STATES).optional(),
});

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.dcm': 'application/dicom',
  '.csv': 'text/csv; charset=utf-8',
};

/** `GET /studies`, `/studies/{uid}` and a study's files from outputs. */
export const studyRoutes = (app: FastifyInstance, { inbox, out, tables }: StudyRoutesOptions): void => {
  const known = (uid: string): StudySummary => {
    const summary = isUid(uid) ? inbox.study(uid) : undefined;
    if (summary === undefined) throw notFound('study');
    return summary;
  };

  app.get('/studies', async (request) => {
    const { data } = page.safeParse(request.query);
    if (data === undefined)
      throw requestInvalid(`expected limit (1 to ${MOST}), offset, and state (${STUDY_STATES.join(', ')})`);
    const all = inbox.studies().filter(({ state }) => data.state === undefined || state === data.state);
    const end = data.offset + data.limit;
    return {
      total: all.length,
      studies: all.slice(data.offset, end).map(summaryAnswer),
      ...(end < all.length && { next: end }),
    };
  });

  app.get<{ Params: { uid: string } }>('/studies/:uid', async ({ params }) =>
    studyAnswer(known(params.uid), await inbox.results(params.uid), tables()),
  );

  app.get<{ Params: { uid: string; '*': string } }>('/studies/:uid/files/*', async ({ params }, reply) => {
    const records = await inbox.results(known(params.uid).studyUid);
    const files = records.flatMap((record) => filesOf(record, tables()));
    const found = files.find(({ path }) => path === params['*']); // only files that a result lists
    const path = found && join(out, found.path);
    const size =
      path &&
      (await stat(path).then(
        (status) => status.size,
        () => undefined,
      ));
    if (path === undefined || size === undefined) throw notFound('file');
    return reply
      .type(TYPES[extname(path)] ?? 'application/octet-stream')
      .header('content-length', size)
      .header('cache-control', 'no-cache')
      .send(createReadStream(path));
  });
};
