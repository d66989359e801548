import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { mergeRuns } from '../../src/run/merge/merge-runs.ts';
import { type EnqueueOptions, enqueueStudies } from '../../src/run/queue/enqueue-studies.ts';
import { parseQueueAddress } from '../../src/streams/queue/address.ts';
import { connectQueue } from '../../src/streams/queue/connect.ts';
import { type QueueCounts, queueCounts } from '../../src/streams/queue/queue-counts.ts';
import { smallStudies } from '../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { linkedStudies } from '../support/many-studies.ts';
import { type NatsServer, needsNatsServer, startNatsServer } from '../support/nats-server.ts';
import { keptFolder } from '../support/temporary-folder.ts';

/** `SPINESTREAM_WORKERS=4 SPINESTREAM_STUDIES=200` for what docs/scale.md promises. */
const WORKERS = Number(process.env.SPINESTREAM_WORKERS ?? 2);
const STUDIES = Number(process.env.SPINESTREAM_STUDIES ?? 24);
const SERVER_KILLS = 2;
const WORKER_KILLS = Math.max(2, Math.round(STUDIES / 12));
const ACK_S = 2;
const CHILD = fileURLToPath(new URL('../support/grade-child.ts', import.meta.url));
const RESULTS = ['submission.csv', 'basis.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'];

describe('workers of a queue', function () {
  this.timeout(600_000 + 10_000 * STUDIES);
  let base: string;
  let studies: string;
  let models: string;
  let server: NatsServer;
  const children = new Set<ChildProcess>();

  before(async function () {
    needsNatsServer(this);
    base = await keptFolder();
    [studies, models] = [join(base, 'studies'), join(base, 'models')];
    await linkedStudies(await smallStudies(), studies, STUDIES);
    await writeFakeModels(models);
    await mkdir(join(base, 'nats'));
    server = await startNatsServer(join(base, 'nats'));
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await server?.kill();
  });

  const fill = (name: string, more: Partial<EnqueueOptions> = {}) =>
    enqueueStudies({
      ...{ pipeline: 'two-stage', studies, models, queue: `${server.address}/${name}`, ackS: ACK_S },
      startRuntime: async () => fakeRuntime(),
      ...more,
    });
  const counts = async (name: string): Promise<QueueCounts> => {
    const connection = await connectQueue(parseQueueAddress(`${server.address}/${name}`));
    return queueCounts(connection.manager, name, Date.now).finally(connection.close);
  };

  interface Worker {
    readonly child: ChildProcess;
    readonly events: string[];
    readonly ended: Promise<number | null>;
  }
  const work = (out: string, queue: string, o: { delayMs?: number; deadly?: string } = {}): Worker => {
    const existing = existsSync(join(out, 'journal.jsonl')) ? 'resume' : 'refuse';
    const settings = { studies, models, out, existing, queue: `${server.address}/${queue}` };
    const child = fork(CHILD, [JSON.stringify(settings), String(o.delayMs ?? 0), o.deadly ?? ''], {
      execArgv: ['--import', 'tsx'],
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
  };

  const whole = async (): Promise<string> => {
    const out = join(base, 'undisturbed');
    if (!existsSync(out))
      await gradeStudies({
        ...{ pipeline: 'two-stage', studies, models, out },
        startRuntime: async () => fakeRuntime(),
      });
    return out;
  };
  const expectSame = async (merged: string): Promise<void> => {
    const undisturbed = await whole();
    for (const name of RESULTS) {
      const [a, b] = await Promise.all([undisturbed, merged].map((folder) => readFile(join(folder, name), 'utf8')));
      expect(b, name).to.equal(a);
    }
  };

  it(`${WORKERS} of them, killed ${WORKER_KILLS} times and the server twice, give each study once, with the bytes of one run`, async () => {
    expect(await fill('chaos')).to.deep.include({ added: STUDIES, known: 0 });
    expect(await fill('chaos')).to.deep.include({ added: 0, known: STUDIES }); // harmless
    const outs = Array.from({ length: WORKERS }, (_, i) => join(base, `chaos${i}`));
    let isDone = false;
    let kills = 0;
    const workers = new Map<string, Worker>();
    const keepAlive = outs.map(async (out) => {
      while (!isDone) {
        const worker = work(out, 'chaos', { delayMs: 40 });
        workers.set(out, worker);
        if ((await worker.ended) === 0) return; // the queue is empty
      }
    });
    /** A worker that has graded something since it was started; a study a life, so that the queue is emptied. */
    const atWork = async (worker: () => Worker | undefined, isOver: () => boolean): Promise<Worker | undefined> => {
      while (!isOver()) {
        const found = worker();
        if (found?.child.exitCode === null && found.child.signalCode === null && found.events.includes('study'))
          return found;
        if (found?.child.exitCode === 0) return undefined;
        await pause(10);
      }
      return undefined;
    };
    const killing = (async () => {
      for (let i = 0; i < WORKER_KILLS; i++) {
        await pause(500 * uniformAt(7, i));
        const victim = await atWork(
          () => workers.get(outs[i % WORKERS]!),
          () => isDone,
        );
        if (victim === undefined) return;
        victim.child.kill('SIGKILL');
        kills++;
        if (i < SERVER_KILLS) {
          await server.kill();
          await pause(700);
          await server.start();
        }
      }
    })();
    await Promise.all(keepAlive);
    isDone = true;
    await killing;
    expect(kills).to.equal(WORKER_KILLS);
    const ids = Array.from({ length: STUDIES }, (_, i) => String(1_000_000 + i));
    const summary = await mergeRuns({ parts: outs, out: join(base, 'merged'), ids });
    expect(summary).to.include({ studies: STUDIES, failed: 0 });
    await expectSame(join(base, 'merged'));
    // a server that was killed may keep messages that were acknowledged before; none waits, and every result is there
    const { done, left, ...others } = await counts('chaos');
    expect(others).to.include({ waiting: 0, inFlight: 0 });
    expect(done + left).to.equal(STUDIES);
  });

  it('give the study at which every worker dies up after the third, and the others are graded', async () => {
    const ids = ['1000000', '1000001', '1000002'];
    await fill('poison', { ids });
    const out = join(base, 'poison');
    let deaths = 0;
    for (;;) {
      const { ended } = work(out, 'poison', { deadly: '1000001' });
      if ((await ended) === 0) break;
      if (++deaths > 5) expect.fail('it is still handed out');
    }
    expect(deaths).to.equal(3);
    const errors = (await readFile(join(out, 'errors.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(errors.map(({ study_id, code }) => [study_id, code])).to.deep.equal([['1000001', 'STUDY_POISON']]);
    const submission = await readFile(join(out, 'submission.csv'), 'utf8');
    expect(submission.split('\n')).to.have.length(2 + 25 * 2);
  });

  it('give what they have back when they are stopped, and the next one finishes', async () => {
    await fill('stopped', { ackS: 3600 }); // what is not given back would not come again in time
    const first = work(join(base, 'stopped0'), 'stopped', { delayMs: 30 });
    while (!first.events.includes('study')) await pause(20);
    first.child.send('stop');
    expect(await first.ended).to.equal(0);
    expect((await counts('stopped')).left).to.be.within(1, STUDIES - 1);
    expect(await work(join(base, 'stopped1'), 'stopped').ended).to.equal(0);
    const out = join(base, 'stopped');
    expect(await mergeRuns({ parts: [join(base, 'stopped0'), join(base, 'stopped1')], out })).to.include({
      studies: STUDIES,
      doubled: 0,
    });
    await expectSame(out);
  });

  it('that were suspended for longer than the queue waits say so, and no result is lost or there twice', async () => {
    const ids = ['1000000', '1000001', '1000002', '1000003'];
    await fill('suspended', { ids });
    const outs = [join(base, 'suspended0'), join(base, 'suspended1')];
    const first = work(outs[0]!, 'suspended', { delayMs: 60 });
    while (!first.events.includes('opened')) await pause(20);
    while ((await counts('suspended')).inFlight === 0) await pause(20);
    first.child.kill('SIGSTOP');
    const second = work(outs[1]!, 'suspended');
    expect(await second.ended).to.equal(0); // it waited for what the first one had, and did it
    first.child.kill('SIGCONT');
    expect(await first.ended).to.equal(0);
    expect(first.events).to.include('blocked');
    const merged = join(base, 'suspended');
    const summary = await mergeRuns({ parts: outs, out: merged, ids });
    expect(summary.studies).to.equal(ids.length);
    expect(summary.doubled).to.be.at.least(1);
    await rm(merged, { recursive: true });
  });
});
