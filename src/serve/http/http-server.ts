import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type FastifyInstance, fastify } from 'fastify';
import type { Logger } from 'pino';
import { isLoopback } from '../../domain/loopback.ts';
import { errorCode } from '../../files/error-code.ts';
import { addressUnusable, serveExposed, tlsIncomplete, tlsUnreadable } from '../errors.ts';
import { hostForeign, notFound, type Refusal, refusalOf, requestInvalid, tooLarge, unauthorised } from './refusal.ts';
import { OPEN_ROUTES, serviceRoutes } from './service-routes.ts';
import { type StoreOptions, storeRoutes } from './store-routes.ts';
import { type StudyRoutesOptions, studyRoutes } from './study-routes.ts';
import type { Token } from './token.ts';

export interface HttpOptions extends StoreOptions, StudyRoutesOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly token: Token | undefined;
  readonly tls: { readonly cert: string | undefined; readonly key: string | undefined };
  /** Lets other machines connect without TLS, e.g. behind a TLS-terminating proxy. */
  readonly insecure: boolean;
  /** Idle time after which a connection is closed. */
  readonly idleMs: number;
  /** Maximum duration of a request. */
  readonly requestMs: number;
  readonly log: Logger;
  readonly now: () => number;
}

export type HttpServer = Awaited<ReturnType<typeof startHttp>>;

const MOST_CONNECTIONS = 512;
const LONGEST_PARAMETER = 512;
const KEEP_ALIVE_MS = 5000;
const HEADERS_MS = 30_000;
const CHECK_EVERY_MS = 5000;

/** @throws SERVE_EXPOSED, SERVE_TLS */
const certificates = async ({ host, token, tls, insecure }: HttpOptions) => {
  const { cert, key } = tls;
  if ((cert === undefined) !== (key === undefined)) throw tlsIncomplete();
  if (!isLoopback(host) && token === undefined)
    throw serveExposed(host, 'a token; give --token-file, or SPINESTREAM_TOKEN in the environment');
  if (!isLoopback(host) && cert === undefined && !insecure)
    throw serveExposed(host, 'TLS; give --tls-cert and --tls-key, or --insecure behind a proxy that speaks TLS');
  if (cert === undefined || key === undefined) return null;
  const read = (file: string) => readFile(file).catch((cause: unknown) => Promise.reject(tlsUnreadable(file, cause)));
  return { cert: await read(cert), key: await read(key), minVersion: 'TLSv1.2' as const };
};

/** `[::1]:8080` and `localhost`, without the port. */
const hostName = (header: string | undefined): string => (header ?? '').replace(/:\d+$/, '');

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

const refusalFor = (error: unknown): Refusal | undefined => {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusal;
  const status = statusOf(error); // raised by fastify itself
  if (status === 413) return tooLarge('reference', 16 * 1024);
  return status !== undefined && status < 500 ? requestInvalid('the request cannot be read') : undefined;
};

/** Location of an error, without its message, which may contain file names of studies. */
const faultFacts = (error: unknown) => ({
  code: errorCode(error),
  stack: error instanceof Error ? error.stack?.split('\n').filter((line) => line.startsWith('    at ')) : undefined,
});

/** Handles authorization, rejections and failures. Logs never identify a study. */
const addHooks = (app: FastifyInstance, { token, log, metrics, now }: HttpOptions): void => {
  const began = new WeakMap<object, number>();
  app.addHook('onRequest', async (request) => {
    began.set(request, now());
    const { url: route = '' } = request.routeOptions;
    if (token === undefined) {
      if (!isLoopback(hostName(request.headers.host))) throw hostForeign(); // DNS rebinding: a foreign page whose name resolves here
    } else if (!OPEN_ROUTES.includes(route) && !token.isIn(request.headers.authorization)) throw unauthorised();
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('x-content-type-options', 'nosniff');
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const facts = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(now() - (began.get(request) ?? now())),
    };
    metrics.onRequest(facts);
    log.info(facts, 'request');
  });
  app.setNotFoundHandler(async () => {
    throw notFound('address');
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalFor(error);
    const route = request.routeOptions.url ?? 'none';
    if (refusal === undefined) {
      log.error({ route, ...faultFacts(error) }, 'request failed');
    } else log.warn({ route, code: refusal.code, status: refusal.status }, 'request refused');
    if (refusal?.status === 401) reply.header('www-authenticate', 'Basic realm="spinestream", charset="UTF-8"');
    if (refusal?.retryAfterS !== undefined) reply.header('retry-after', refusal.retryAfterS);
    if (request.method === 'POST') reply.header('connection', 'close'); // does not wait for the rest of the body
    return reply
      .code(refusal?.status ?? 500)
      .send({ code: refusal?.code ?? 'FAULT', message: refusal?.message ?? 'the service failed; its log says why' });
  });
};

/** Starts listening. @throws SERVE_EXPOSED, SERVE_TLS, SERVE_ADDRESS */
export const startHttp = async (options: HttpOptions) => {
  const { host, port, idleMs, requestMs } = options;
  const https = await certificates(options);
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    serverFactory: (handler) => {
      const times = {
        requestTimeout: requestMs,
        headersTimeout: Math.min(requestMs, HEADERS_MS),
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: Math.min(requestMs, CHECK_EVERY_MS), // by default, a request may take up to 30 s longer
      };
      const server =
        https === null ? createHttpServer(times, handler) : createHttpsServer({ ...times, ...https }, handler);
      server.timeout = idleMs;
      server.maxConnections = MOST_CONNECTIONS;
      return server;
    },
  });
  addHooks(app, options);
  storeRoutes(app, options);
  studyRoutes(app, options);
  serviceRoutes(app, options);
  try {
    await app.listen({ host, port });
    const address = app.server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    const name = host.includes(':') ? `[${host}]` : host;
    return { url: `${https === null ? 'http' : 'https'}://${name}:${bound}`, close: (): Promise<void> => app.close() };
  } catch (cause) {
    await app.close();
    throw addressUnusable(host, port, cause);
  }
};
