import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { dashboardPortTaken } from './errors.ts';

export interface LivePageOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly page: () => string;
  /** What the page shows, as JSON. */
  readonly snapshot: () => object;
  readonly everyMs?: number;
}

export interface LivePage {
  readonly url: string;
  /** Sends what there is now to all who look, and ends their streams and the server. */
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';
/** Sixty updates a minute. */
const EVERY_MS = 1000;
/** Streams that may be open; browsers have few tabs. */
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

/** A page elsewhere whose name was made to point here would send that name: only requests for the loopback address are answered. */
const isForUs = (host: string | undefined, port: number): boolean =>
  host === `${LOOPBACK}:${port}` || host === `localhost:${port}`;

const messageOf = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** The streams of those who look. One that does not keep up skips updates; nothing is computed while there are none. */
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
    /** Waits until the last words have left, but not for a reader that takes nothing any more. */
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
 * A page on the loopback address that is kept up to date by server-sent events, at most one in `everyMs`.
 * It answers GET alone, and only requests that were sent to the loopback address.
 * @throws PORT_TAKEN
 */
export const livePage = async ({
  port: wanted,
  page,
  snapshot,
  everyMs = EVERY_MS,
}: LivePageOptions): Promise<LivePage> => {
  const { fastify } = await import('fastify');
  const app: FastifyInstance = fastify({ logger: false, forceCloseConnections: true, exposeHeadRoutes: false });
  const open = readers(snapshot, everyMs);
  let port = wanted;
  app.addHook('onRequest', async ({ headers }, reply) => {
    reply.headers(HEADERS);
    if (!isForUs(headers.host, port))
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
  app.server.unref(); // a page that is looked at keeps no run alive
  return {
    url: `http://${LOOPBACK}:${port}/`,
    close: async () => {
      await open.end();
      await app.close();
    },
  };
};
