import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './listening.ts';
import { scaleTool } from './scale-tool.ts';

/** Debian's (2.9), which is not in everybody's PATH, and a current one that scripts/scale-tools.sh installs. */
const CANDIDATES = ['nats-server', '/usr/sbin/nats-server', scaleTool('nats-server')];

const versionOf = (program: string): string | undefined => {
  try {
    const text = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return /v(\d+\.\d+\.\d+)/.exec(text)?.[1];
  } catch {
    return undefined;
  }
};

export interface NatsProgram {
  readonly program: string;
  /** Such as 2.9.10. */
  readonly version: string;
}

/** The servers to test with, one a version. */
export const natsPrograms: readonly NatsProgram[] = [
  ...new Map(
    CANDIDATES.flatMap((program) => {
      const version = versionOf(program);
      return version === undefined ? [] : [[version, { program, version }] as const];
    }),
  ).values(),
];

/** The last of them: the current one, where there is one. */
export const natsProgram: NatsProgram | undefined = natsPrograms.at(-1);

/** Defines a suite once for each server; a pending one, with one line, where there is none. */
export const describeWithNats = (
  title: string,
  body: (this: Mocha.Suite, nats: NatsProgram) => void,
  programs: readonly NatsProgram[] = natsPrograms,
): void => {
  if (programs.length === 0) describe(title, () => it('pending: no nats-server here (apt-get install nats-server)'));
  for (const nats of programs)
    describe(`${title} (nats-server ${nats.version})`, function () {
      body.call(this, nats);
    });
};

export interface NatsServer {
  readonly port: number;
  readonly address: string;
  /** kill -9 */
  readonly kill: () => Promise<void>;
  /** With the same store and port. */
  readonly start: () => Promise<void>;
}

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
export const startNatsServer = async (folder: string, { program }: NatsProgram, config = ''): Promise<NatsServer> => {
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
