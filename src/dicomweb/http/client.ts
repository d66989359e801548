import { Readable } from 'node:stream';
import pLimit from 'p-limit';
import type { Where } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { type MediaType, mediaTypeOf } from '../multipart/media-type.ts';
import { addressOf } from './address.ts';
import { loadUndici, openConnections } from './connections.ts';
import { type Credentials, credentialsFrom } from './credentials.ts';
import { errorOfStatus, errorOfTransport, isBusy } from './faults.ts';
import { type Attempt, type RetryPolicy, retryAfterMsOf, withRetries } from './retry.ts';

/** A server's answer. */
export interface Answer {
  readonly status: number;
  readonly mediaType: MediaType;
  /** Content-Length, if present. */
  readonly announced: number | undefined;
  /** Body; ending the iteration early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface Asking {
  /** Path below the root, with a leading slash. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly accept: string;
  readonly where: Where;
  /** Expected statuses; 200 by default. */
  readonly statuses?: readonly number[];
  /** Body of a POST request; `bytes` is called for every attempt. */
  readonly message?: {
    readonly contentType: string;
    readonly byteCount: number;
    readonly bytes: () => AsyncIterable<Uint8Array>;
  };
  readonly signal?: AbortSignal | undefined;
  /** Ends the retries when it aborts, but no attempt. */
  readonly stop?: AbortSignal | undefined;
}

/** HTTP client of a DICOMweb server. */
export interface HttpClient {
  /** Root of the server's services. */
  readonly root: string;
  readonly warnings: readonly Warning[];
  /**
   * Sends a request and reads the answer, with retries where useful. Limits the number of concurrent requests.
   * @param read reads the answer; called once per attempt
   * @throws DICOMWEB_UNREACHABLE, DICOMWEB_TIMEOUT, DICOMWEB_BUSY, DICOMWEB_UNAUTHORISED, DICOMWEB_NOT_FOUND, DICOMWEB_STATUS, and what `read` throws
   */
  readonly ask: <T>(asking: Asking, read: (answer: Answer) => Promise<T>) => Promise<T>;
  /** Closes the client and cancels pending requests. */
  readonly close: () => Promise<void>;
}

export interface HttpOptions {
  readonly url: string;
  /** Maximum number of concurrent requests. */
  readonly concurrency?: number;
  readonly caFile?: string | undefined;
  /** File with one line: `Bearer <token>` or `Basic <user>:<password>`. */
  readonly credentialsFile?: string | undefined;
  /** Environment, for credentials without a file and for proxies. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeouts?: Partial<typeof TIMEOUTS>;
  readonly retry?: Partial<RetryPolicy>;
}

const TIMEOUTS = {
  connectMs: 10_000,
  /** Until the answer begins. */
  headersMs: 60_000,
  /** Between two pieces of the answer. */
  bodyMs: 30_000,
  /** From the request to the end of the answer. */
  wholeMs: 600_000,
};
const RETRY: RetryPolicy = { attempts: 5, firstPauseMs: 500, longestPauseMs: 60_000 };
const CONCURRENCY = 6;

const unencrypted: Warning = {
  code: 'DICOMWEB_UNENCRYPTED',
  message: 'credentials and images are sent over http to another machine, where others may read them; use https',
};

const warningsOf = ({ isEncrypted, isLocal }: ReturnType<typeof addressOf>, { warnings }: Credentials) => [
  ...warnings,
  ...(isEncrypted || isLocal ? [] : [unencrypted]),
];

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const lengthOf = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;

/** Opens a client without sending anything yet. @throws DICOMWEB_ADDRESS, DICOMWEB_CREDENTIALS, DICOMWEB_CERTIFICATES */
export const openHttp = async (options: HttpOptions): Promise<HttpClient> => {
  const { url, concurrency = CONCURRENCY, caFile, credentialsFile, env = process.env } = options;
  const address = addressOf(url);
  const credentials = await credentialsFrom({ env, file: credentialsFile });
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const policy = { ...RETRY, ...options.retry };
  const undici = await loadUndici();
  const dispatcher = await openConnections(undici, {
    connections: concurrency,
    connectMs: timeouts.connectMs,
    caFile,
    env,
  });
  const inTurn = pLimit(concurrency);

  const headersOf = ({ accept, message }: Asking): Record<string, string> => {
    const authorization = credentials.authorization();
    return {
      accept,
      'accept-encoding': 'identity', // disables compression: pixels do not shrink, and limits count bytes as sent
      ...(authorization !== undefined && { authorization }),
      ...(message && { 'content-type': message.contentType, 'content-length': `${message.byteCount}` }),
    };
  };

  const attempt = async <T>(asking: Asking, read: (answer: Answer) => Promise<T>): Promise<Attempt<T>> => {
    const { path, query = [], where, statuses = [200], message, signal } = asking;
    const search =
      query.length === 0
        ? ''
        : `?${new URLSearchParams([...query.map(([name, value]): [string, string] => [name, value])])}`;
    const limit = AbortSignal.timeout(timeouts.wholeMs);
    try {
      const { statusCode, headers, body } = await undici.request(`${address.root}${path}${search}`, {
        dispatcher,
        method: message === undefined ? 'GET' : 'POST',
        headers: headersOf(asking),
        body: message === undefined ? null : Readable.from(message.bytes(), { objectMode: false }),
        headersTimeout: timeouts.headersMs,
        bodyTimeout: timeouts.bodyMs,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      try {
        if (!statuses.includes(statusCode)) {
          const retryAfterMs = retryAfterMsOf(header(headers['retry-after']), Date.now());
          return { error: errorOfStatus(statusCode, where), again: isBusy(statusCode), retryAfterMs };
        }
        const mediaType = mediaTypeOf(header(headers['content-type']));
        const announced = lengthOf(header(headers['content-length']));
        return { value: await read({ status: statusCode, mediaType, announced, body }) };
      } finally {
        await body.dump().catch(() => undefined); // drains a small rest, so that the connection can be reused
      }
    } catch (thrown) {
      signal?.throwIfAborted();
      const error = errorOfTransport(thrown, where);
      return { error, again: error.retriable };
    }
  };

  return {
    root: address.root,
    warnings: warningsOf(address, credentials),
    ask: (asking, read) => {
      const { signal, stop } = asking;
      return inTurn(() => withRetries(() => attempt(asking, read), { policy, signal, stop }));
    },
    close: () => dispatcher.destroy(),
  };
};
