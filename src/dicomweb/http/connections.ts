import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { certificatesUnreadable, proxyUnusable } from '../errors.ts';

export type Undici = typeof import('undici');

/** Loaded on first use: it takes longer to load than many commands take to run. */
export const loadUndici = (): Promise<Undici> => import('undici');

export interface ConnectionOptions {
  /** Maximum number of open connections. */
  readonly connections: number;
  readonly connectMs: number;
  /** PEM file of additional trusted certificate authorities. */
  readonly caFile?: string | undefined;
  /** Environment with HTTP_PROXY, HTTPS_PROXY and NO_PROXY, upper or lower case. */
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
 * Connection pools that fail if a proxy hangs up instead of opening a tunnel, or never answers. undici treats the first as a lost connection and
 * reconnects endlessly without a pause unless the error has another code; for the second it waits forever.
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

/** Opens connections to a server, kept alive between requests. @throws DICOMWEB_CERTIFICATES, DICOMWEB_ADDRESS for a proxy */
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
