import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** SPINESTREAM_NATS_SERVER, or Debian's, which is not in everybody's PATH. */
const CANDIDATES = [process.env.SPINESTREAM_NATS_SERVER, 'nats-server', '/usr/sbin/nats-server'];

const version = (program: string): string | undefined => {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
};

/** The server to test with; undefined where there is none. */
export const natsServerProgram: string | undefined = CANDIDATES.find(
  (one): one is string => one !== undefined && version(one) !== undefined,
);

/** Makes the tests of a suite pending, with one line, where there is no server. */
export const needsNatsServer = (context: Mocha.Context): void => {
  if (natsServerProgram !== undefined) return;
  console.log('      pending: no nats-server here (apt-get install nats-server)');
  context.skip();
};

export interface NatsServer {
  readonly port: number;
  readonly address: string;
  /** kill -9 */
  readonly kill: () => Promise<void>;
  /** With the same store and port. */
  readonly start: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const READY_MS = 30_000;

/**
 * Starts a server with JetStream on a free port of this machine.
 * @param folder  for its store
 * @param config  more lines of its configuration
 */
export const startNatsServer = async (folder: string, config = ''): Promise<NatsServer> => {
  const program = natsServerProgram;
  if (program === undefined) throw new Error('there is no nats-server');
  const port = await freePort();
  const file = join(folder, 'nats.conf');
  await writeFile(file, `listen: 127.0.0.1:${port}\njetstream { store_dir: "${join(folder, 'store')}" }\n${config}\n`);
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(program, ['-c', file], { stdio: 'ignore' });
    for (const end = Date.now() + READY_MS; !(await answers(port)); await pause(50))
      if (Date.now() > end) throw new Error('nats-server does not answer');
  };
  const kill = async () => {
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await ended;
  };
  await start();
  return { port, address: `nats://127.0.0.1:${port}`, kill, start };
};
