import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { certificatesUnreadable, proxyUnusable } from '../errors.ts';

export type Undici = typeof import('undici');

/** Loaded when it is used: it takes longer to load than many a command to run. */
export const loadUndici = (): Promise<Undici> => import('undici');

export interface ConnectionOptions {
  /** Kept open at a time. */
  readonly connections: number;
  readonly connectMs: number;
  /** PEM file of authorities that are trusted besides the usual ones. */
  readonly caFile?: string | undefined;
  /** Proxies are named by HTTP_PROXY, HTTPS_PROXY and NO_PROXY, or the same in lower case. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;

const authorities = async (file: string | undefined): Promise<{ readonly ca: string[] } | undefined> => {
  if (file === undefined) return undefined;
  const pem = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw certificatesUnreadable(file, cause);
  });
  if (!CERTIFICATE.test(pem)) throw certificatesUnreadable(file, undefined);
  return { ca: [...rootCertificates, pem] };
};

const PROXY = /^https?:$/;

const proxyIn = (env: ConnectionOptions['env'], name: string): string => {
  const text = env[name.toLowerCase()] ?? env[name] ?? '';
  if (text !== '' && !(URL.canParse(text) && PROXY.test(new URL(text).protocol))) throw proxyUnusable(name);
  return text;
};

const proxyError = (code: string, message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });

/**
 * Pools whose requests fail where a proxy hangs up instead of building a tunnel, or says nothing. undici takes the first for a lost connection
 * and connects again at once, without end or pause, unless the error has another code; for the second it waits for ever.
 */
const poolsOf =
  ({ Pool }: Undici, connectMs: number) =>
  (origin: string | URL, options: object): Dispatcher => {
    const { connect, ...rest }: Pool.Options = options;
    if (typeof connect !== 'function') return new Pool(origin, options); // to the server itself
    return new Pool(origin, {
      ...rest,
      connect: (where, done) => {
        let isLate = false;
        const timer = setTimeout(() => {
          isLate = true;
          done(proxyError('UND_ERR_CONNECT_TIMEOUT', 'the proxy does not answer'), null);
        }, connectMs);
        connect(where, (...outcome) => {
          clearTimeout(timer);
          const [error, socket] = outcome;
          if (isLate) socket?.destroy();
          else if (error === null) done(...outcome);
          else done(proxyError('ECONNRESET', 'the proxy makes no connection', error), null);
        });
      },
    });
  };

/** Connections to a server, kept for the next request. @throws DICOMWEB_CERTIFICATES, DICOMWEB_ADDRESS for a proxy */
export const openConnections = async (undici: Undici, options: ConnectionOptions): Promise<Dispatcher> => {
  const { connections, connectMs, caFile, env } = options;
  const tls = await authorities(caFile);
  return new undici.EnvHttpProxyAgent({
    connections,
    factory: poolsOf(undici, connectMs),
    connect: { timeout: connectMs, ...tls },
    ...(tls && { requestTls: tls, proxyTls: tls }),
    httpProxy: proxyIn(env, 'HTTP_PROXY'),
    httpsProxy: proxyIn(env, 'HTTPS_PROXY'),
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
  });
};
