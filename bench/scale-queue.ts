import { fork } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runtime } from '../src/models/runtime/runtime.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { enqueueStudies } from '../src/run/queue/enqueue-studies.ts';
import { connectQueue } from '../src/streams/queue/connect.ts';
import { publishStudies } from '../src/streams/queue/publish.ts';
import { openQueueStream } from '../src/streams/queue/queue-stream.ts';
import { fakeRuntime } from '../test/support/fake-runtime.ts';
import { linkedStudies } from '../test/support/many-studies.ts';
import { type NatsServer, natsProgram, startNatsServer } from '../test/support/nats-server.ts';

type Report = (line: string) => void;

const CHILD = fileURLToPath(new URL('../test/support/grade-child.ts', import.meta.url));
const JOBS = 20_000;
const STUDIES = 20;
const ROUNDS = 3;
const STUDY_MS = 1000;

const enqueueRate = async (server: NatsServer, report: Report): Promise<void> => {
  const connection = await connectQueue({ server: server.address });
  const whole = { fingerprint: 'f'.repeat(64), origin: {}, differencesFrom: () => [] };
  await openQueueStream(connection.manager, { name: 'rate', whole, replicas: 1, ackS: 60 });
  const startMs = performance.now();
  await publishStudies(connection, {
    name: 'rate',
    fingerprint: whole.fingerprint,
    studies: Array.from({ length: JOBS }, (_, i) => String(1e6 + i)),
  });
  const seconds = (performance.now() - startMs) / 1000;
  const { state } = await connection.manager.streams.info('rate');
  report(
    `enqueue: ${(JOBS / seconds).toFixed(0)} studies a second, ${(state.bytes / JOBS).toFixed(0)} bytes each on the server`,
  );
  await connection.close();
};

interface Inputs {
  readonly studies: string;
  readonly models: string;
  readonly folder: string;
  readonly server: NatsServer;
}

/** Delay of the simulated networks, so that a study takes about a second. */
const secondsDelay = async ({ studies, models, folder }: Inputs): Promise<number> => {
  let predictions = 0;
  const counting = (): Runtime => {
    const runtime = fakeRuntime();
    return {
      ...runtime,
      load: async (request) => {
        const predictor = await runtime.load(request);
        return {
          ...predictor,
          predict: (...given) => {
            predictions++;
            return predictor.predict(...given);
          },
        };
      },
    };
  };
  const { times, counts } = await gradeStudies({
    ...{ pipeline: 'two-stage', studies, models, out: join(folder, 'counted'), concurrency: 1 },
    startRuntime: async () => counting(),
  });
  return Math.max(1, Math.round((STUDY_MS - times.study.p50Ms) / (predictions / counts.studies)));
};

/**
 * Alternates a plain run and a queue over the same studies and takes the minimum of several rounds, since a machine is
 * never idle for long.
 */
const overhead = async ({ studies, models, folder, server }: Inputs, delayMs: number, report: Report) => {
  const options = { pipeline: 'two-stage', studies, models, startRuntime: async () => fakeRuntime(delayMs) };
  let [plain, queued] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const perStudy = async (more: { readonly out: string; readonly queue?: string }): Promise<number> => {
    const { times, counts } = await gradeStudies({ ...options, concurrency: 1, ...more });
    return times.streamingMs / counts.studies;
  };
  for (let round = 0; round < ROUNDS; round++) {
    plain = Math.min(plain, await perStudy({ out: join(folder, `plain${round}`) }));
    const queue = `${server.address}/overhead${round}`;
    await enqueueStudies({ ...options, queue });
    queued = Math.min(queued, await perStudy({ out: join(folder, `queued${round}`), queue }));
  }
  report(
    `a study, one at a time: ${plain.toFixed(1)} ms in a plain run, ${queued.toFixed(1)} ms from a queue: ${(100 * (queued / plain - 1)).toFixed(2)}% more (least of ${ROUNDS} rounds of ${STUDIES} studies)`,
  );
};

const workers = async (count: number, { studies, models, folder, server }: Inputs, delayMs: number, report: Report) => {
  const queue = `${server.address}/workers${count}`;
  await enqueueStudies({
    ...{ pipeline: 'two-stage', studies, models, queue },
    startRuntime: async () => fakeRuntime(),
  });
  const outs = Array.from({ length: count }, (_, i) => join(folder, `worker${count}-${i}`));
  await Promise.all(
    outs.map((out) => {
      const settings = { studies, models, out, queue, concurrency: 1, threads: 1 };
      const child = fork(CHILD, [JSON.stringify(settings), String(delayMs)], { execArgv: ['--import', 'tsx'] });
      return new Promise((resolve) => child.once('exit', resolve));
    }),
  );
  const runs = await Promise.all(outs.map(async (out) => JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))));
  const seconds = Math.max(...runs.map(({ times }) => times.streamingMs)) / 1000;
  report(
    `${count} ${count === 1 ? 'worker' : 'workers'}, one study at a time each: ${(STUDIES / seconds).toFixed(2)} studies a second, peak memory of one ${Math.max(...runs.map(({ times }) => times.peakRssMb))} MB`,
  );
};

/**
 * Measures the cost of a queue: filling it, its overhead per study over a plain run, and how it scales with workers.
 */
export const queueBench = async (from: string, folder: string, report: Report): Promise<void> => {
  if (natsProgram === undefined) return report('queue: no nats-server here');
  await mkdir(join(folder, 'nats'));
  const server = await startNatsServer(join(folder, 'nats'), natsProgram);
  report(`nats-server ${natsProgram.version}`);
  try {
    await enqueueRate(server, report);
    const inputs = { studies: join(folder, 'some'), models: join(folder, 'models'), folder, server };
    await linkedStudies(from, inputs.studies, STUDIES);
    const delayMs = await secondsDelay(inputs);
    await overhead(inputs, delayMs, report);
    for (const count of [1, 2, 4]) await workers(count, inputs, delayMs, report);
  } finally {
    await server.kill();
  }
};
