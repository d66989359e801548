import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import { type QueueLogin, queueLogin } from './address.ts';
import { jetStreamMissing, queueClientMissing, queueRefused, queueUnreachable } from './errors.ts';

/** A connection to a NATS server with JetStream. */
export interface QueueConnection {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Flushes pending messages and closes, within a few seconds. */
  readonly close: () => Promise<void>;
}

export interface ConnectOptions {
  readonly server: string;
  /** A .creds file; default: credentials from the environment. */
  readonly credentials?: string | undefined;
}

const CONNECT_MS = 10_000;
const CLOSE_MS = 3000;
const RETRY_MS = 500;

const loaded = async () => {
  try {
    const [transport, jetstream] = await Promise.all([import('@nats-io/transport-node'), import('@nats-io/jetstream')]);
    return { ...transport, ...jetstream };
  } catch (cause) {
    throw queueClientMissing(cause);
  }
};

/**
 * Connects to a NATS server. Reconnects a broken connection for as long as it takes.
 * @throws QUEUE_CLIENT_MISSING, QUEUE_CREDENTIALS, QUEUE_UNREACHABLE, QUEUE_REFUSED, QUEUE_WITHOUT_JETSTREAM
 */
export const connectQueue = async ({ server, credentials }: ConnectOptions): Promise<QueueConnection> => {
  const { connect, credsAuthenticator, jetstream, jetstreamManager } = await loaded();
  const { creds, ...login }: QueueLogin = await queueLogin(credentials, process.env);
  const connection = await connect({
    servers: server.split(','),
    name: 'spinestream',
    timeout: CONNECT_MS,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    ...(creds && { authenticator: credsAuthenticator(creds) }),
    ...Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)),
  }).catch((cause: unknown) => Promise.reject(connectError(server, cause)));
  const close = async () => {
    const ended = connection.drain().catch(() => connection.close());
    const timer = setTimeout(() => void connection.close(), CLOSE_MS);
    await ended.catch(() => undefined);
    clearTimeout(timer);
  };
  try {
    const manager = await jetstreamManager(connection);
    return { client: jetstream(connection), manager, close };
  } catch (cause) {
    await close();
    throw jetStreamMissing(server, cause);
  }
};

const connectError = (server: string, cause: unknown) =>
  cause instanceof Error && /authori[sz]ation|authentication|permission/i.test(`${cause.name} ${cause.message}`)
    ? queueRefused(server, cause)
    : queueUnreachable(server, cause);
