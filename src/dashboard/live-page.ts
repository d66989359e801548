import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isForLoopback, LOOPBACK } from '../domain/loopback.ts';
import { dashboardPortTaken } from './errors.ts';

export interface LivePageOptions {
  /** Port to listen on; 0 picks a free one. */
  readonly port: number;
  readonly page: () => string;
  /** State of the page, as JSON. */
  readonly snapshot: () => object;
  /** Tables of the page's figures as CSV, by name. */
  readonly tables?: Readonly<Record<string, () => string>>;
  readonly everyMs?: number;
}

export type LivePage = Awaited<ReturnType<typeof livePage>>;

/** At most sixty updates a minute. */
const EVERY_MS = 1000;
/** Maximum number of open streams; a browser has few tabs. */
const MOST_READERS = 32;
const LAST_WORDS_MS = 1000;

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

const messageOf = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Streams of connected clients. A slow client skips updates; without clients nothing is computed. */
const readers = (snapshot: LivePageOptions['snapshot'], everyMs: number) => {
  const open = new Set<ServerResponse>();
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    const message = messageOf('state', snapshot());
    for (const stream of open) if (!stream.writableNeedDrain) stream.write(message);
  };
  return {
    isFull: () => open.size >= MOST_READERS,
    add: (stream: ServerResponse) => {
      open.add(stream);
      stream.on('close', () => {
        open.delete(stream);
        if (open.size === 0) clearInterval(timer);
      });
      stream.write(`retry: 2000\n${messageOf('state', snapshot())}`);
      if (open.size === 1) timer = setInterval(send, everyMs).unref();
    },
    /** Waits until the last data has been sent, but not for a client that has stopped reading. */
    end: async () => {
      clearInterval(timer);
      if (open.size === 0) return;
      const last = messageOf('state', snapshot()) + messageOf('end', {});
      const left = [...open].map(
        (stream) => new Promise<void>((resolve) => stream.end(last, resolve).on('close', resolve)),
      );
      await Promise.race([Promise.all(left), pause(LAST_WORDS_MS, undefined, { ref: false })]);
    },
  };
};

const stream = (reply: FastifyReply): ServerResponse => {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...HEADERS,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  return reply.raw;
};

/**
 * A page on the loopback address, kept up to date by server-sent events, at most one per `everyMs`. Answers GET requests to the loopback address
 * only.
 * @throws PORT_TAKEN
 */
export const livePage = async ({ port: wanted, page, snapshot, tables = {}, everyMs = EVERY_MS }: LivePageOptions) => {
  const { fastify } = await import('fastify');
  const app: FastifyInstance = fastify({ logger: false, forceCloseConnections: true, exposeHeadRoutes: false });
  const open = readers(snapshot, everyMs);
  let port = wanted;
  app.addHook('onRequest', async ({ headers }, reply) => {
    reply.headers(HEADERS);
    if (!isForLoopback(headers.host, port))
      return reply.code(421).type('text/plain').send('this server answers for the loopback address only\n');
  });
  app.setNotFoundHandler(({ method }, reply) =>
    reply
      .code(method === 'GET' ? 404 : 405)
      .type('text/plain')
      .send(method === 'GET' ? 'no such page\n' : 'only GET\n'),
  );
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page()));
  app.get('/state.json', (_request, reply) => reply.send(snapshot()));
  for (const [name, table] of Object.entries(tables))
    app.get(`/${name}`, (_request, reply) => reply.type('text/csv; charset=utf-8').send(table()));
  app.get('/events', (_request, reply) => {
    if (open.isFull()) return reply.code(503).type('text/plain').send('too many pages are open; close some\n');
    open.add(stream(reply));
  });
  await app.listen({ host: LOOPBACK, port: wanted }).catch(async (cause: unknown) => {
    await app.close();
    throw dashboardPortTaken(wanted, cause);
  });
  const address = app.server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  app.server.unref(); // an open page must not keep the process alive
  return {
    url: `http://${LOOPBACK}:${port}/`,
    /** Sends the final state to every client, then ends their streams and the server. */
    close: async () => {
      await open.end();
      await app.close();
    },
  };
};
