import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { type EnqueueOptions, enqueueStudies } from '../../src/run/queue/enqueue-studies.ts';
import { parseQueueAddress } from '../../src/streams/queue/address.ts';
import { connectQueue } from '../../src/streams/queue/connect.ts';
import { type QueueCounts, queueCounts } from '../../src/streams/queue/queue-counts.ts';
import { smallStudies } from './challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from './fake-runtime.ts';
import { linkedStudies } from './many-studies.ts';
import { type NatsProgram, type NatsServer, startNatsServer } from './nats-server.ts';
import { compiled, forkProgram } from './node-program.ts';
import { keptFolder } from './temporary-folder.ts';

const CHILD = new URL('./grade-child.ts', import.meta.url);
const SKEWED_CLOCK = new URL('./skewed-clock.ts', import.meta.url);
const RESULTS = ['submission.csv', 'basis.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'];
/** A worker of which nothing is heard for so long loses its studies. */
const ACK_S = 2;

/** A worker in a process of its own. */
export interface Worker {
  readonly child: ChildProcess;
  /** Types of events, or codes of errors where there is one. */
  readonly events: readonly string[];
  /** Its exit code; null after a kill. */
  readonly ended: Promise<number | null>;
}

export interface WorkOptions {
  /** How long a network computes. */
  readonly delayMs?: number;
  /** A study at which the worker kills itself. */
  readonly deadly?: string;
  /** Instead of the server's own address. */
  readonly address?: string;
  /** Workers that may take a study without a result. */
  readonly attempts?: number;
  /** How wrong its clock is. */
  readonly skewMs?: number;
}

/** Small studies, a server, and workers that grade them with networks that compute nothing. */
export interface QueueWorkers {
  readonly base: string;
  readonly server: NatsServer;
  readonly ids: readonly string[];
  readonly fill: (name: string, more?: Partial<EnqueueOptions>) => ReturnType<typeof enqueueStudies>;
  readonly counts: (name: string) => Promise<QueueCounts>;
  readonly work: (out: string, queue: string, o?: WorkOptions) => Worker;
  /** Compares results with those of one undisturbed run, byte for byte. */
  readonly expectSame: (merged: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const queueWorkers = async (nats: NatsProgram, count: number): Promise<QueueWorkers> => {
  const base = await keptFolder();
  const [studies, models] = [join(base, 'studies'), join(base, 'models')];
  await linkedStudies(await smallStudies(), studies, count);
  await writeFakeModels(models);
  await mkdir(join(base, 'nats'));
  const server = await startNatsServer(join(base, 'nats'), nats);
  const children = new Set<ChildProcess>();
  const startRuntime = async () => fakeRuntime();
  const undisturbed = async (): Promise<string> => {
    const out = join(base, 'undisturbed');
    if (!existsSync(out)) await gradeStudies({ pipeline: 'two-stage', studies, models, out, startRuntime });
    return out;
  };
  return {
    base,
    server,
    ids: Array.from({ length: count }, (_, i) => String(1_000_000 + i)),
    fill: (name, more = {}) =>
      enqueueStudies({
        ...{ pipeline: 'two-stage', studies, models, queue: `${server.address}/${name}`, ackS: ACK_S, startRuntime },
        ...more,
      }),
    counts: async (name) => {
      const connection = await connectQueue(parseQueueAddress(`${server.address}/${name}`));
      return queueCounts(connection.manager, name, Date.now).finally(connection.close);
    },
    work: (out, queue, { delayMs = 0, deadly = '', address = server.address, attempts, skewMs } = {}) => {
      const existing = existsSync(join(out, 'journal.jsonl')) ? 'resume' : 'refuse';
      const settings = { studies, models, out, existing, queue: `${address}/${queue}`, attempts };
      const skewed = skewMs === undefined ? [] : ['--import', compiled(SKEWED_CLOCK)];
      const child = forkProgram(CHILD, [JSON.stringify(settings), String(delayMs), deadly], {
        execArgv: skewed,
        env: { ...process.env, ...(skewMs !== undefined && { SPINESTREAM_SKEW_MS: String(skewMs) }) },
        stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
      });
      children.add(child);
      const events: string[] = [];
      child.on('message', (event) => events.push(String(event)));
      const ended = new Promise<number | null>((resolve) => {
        child.on('exit', (code) => {
          children.delete(child);
          resolve(code);
        });
      });
      return { child, events, ended };
    },
    expectSame: async (merged) => {
      const folders = [await undisturbed(), merged];
      for (const name of RESULTS) {
        const [a, b] = await Promise.all(folders.map((folder) => readFile(join(folder, name), 'utf8')));
        expect(b, name).to.equal(a);
      }
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await server.kill();
    },
  };
};
