import { readFile } from 'node:fs/promises';
import { queueAddress, queueCredentials } from './errors.ts';

/** Address of a queue. */
export interface QueueAddress {
  /** Without credentials. */
  readonly server: string;
  /** Name of the queue on the server. */
  readonly name: string;
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const PROTOCOLS = ['nats:', 'tls:'];

/** `nats://host:4222/name`; several servers of a cluster are listed with commas. @throws QUEUE_ADDRESS */
export const parseQueueAddress = (text: string): QueueAddress => {
  const [first = '', ...more] = text.split(',');
  const last = [first, ...more].at(-1) ?? '';
  const url = parsed(last.includes('://') ? last : `nats://${last}`);
  const name = url.pathname.slice(1);
  const servers = [...[first, ...more].slice(0, -1), `${url.protocol}//${url.host}`];
  for (const server of servers) check(parsed(server.includes('://') ? server : `nats://${server}`));
  if (!NAME.test(name)) throw queueAddress(name === '' ? 'names no queue' : `has "${name}" for a name`);
  check(url);
  return { server: servers.join(','), name };
};

const parsed = (text: string): URL => {
  try {
    return new URL(text);
  } catch {
    throw queueAddress('cannot be understood');
  }
};

const check = ({ protocol, username, password }: URL): void => {
  if (!PROTOCOLS.includes(protocol)) throw queueAddress(`has the protocol ${protocol}`);
  if (username !== '' || password !== '')
    throw queueAddress(
      'holds credentials, which would be logged: give --queue-credentials or the variables NATS_USER and NATS_PASSWORD',
    );
};

/** Authentication with a server. */
export interface QueueLogin {
  /** Content of a .creds file. */
  readonly creds?: Uint8Array | undefined;
  readonly user?: string | undefined;
  readonly pass?: string | undefined;
  readonly token?: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads credentials from a file, or from the environment: NATS_CREDS (a file), NATS_USER and NATS_PASSWORD, or
 * NATS_TOKEN. @throws QUEUE_CREDENTIALS
 */
export const queueLogin = async (file: string | undefined, env: Env): Promise<QueueLogin> => {
  const path = file ?? env.NATS_CREDS;
  if (path !== undefined) {
    const creds = await readFile(path).catch((cause: unknown) => Promise.reject(queueCredentials(path, cause)));
    if (!creds.includes('BEGIN NATS USER JWT')) throw queueCredentials(path);
    return { creds };
  }
  if (env.NATS_TOKEN !== undefined) return { token: env.NATS_TOKEN };
  return env.NATS_USER === undefined ? {} : { user: env.NATS_USER, pass: env.NATS_PASSWORD ?? '' };
};
