import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { readRunFolder, writeRunFolder } from '../../src/models/weights/run-folder.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { mergeRuns } from '../../src/run/merge/merge-runs.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { describeWithNats, type NatsProgram, natsPrograms } from '../support/nats-server.ts';
import { type QueueWorkers, queueWorkers } from '../support/queue-workers.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const STUDIES = 12;
const DAY_MS = 86_400_000;

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await pause(20);
};

/** On the current server only; test/streams/queue and test/chaos/queue.test.ts try the others, too. */
const SERVERS = natsPrograms.slice(-1);

describeWithNats('workers of a queue in trouble', suite, SERVERS);

function suite(this: Mocha.Suite, nats: NatsProgram): void {
  this.timeout(240_000);
  let at: QueueWorkers;

  before(async () => {
    at = await queueWorkers(nats, STUDIES);
  });
  after(() => at?.close());

  const folder = (name: string): string => join(at.base, name);
  const merge = async (name: string, parts: readonly string[]) => {
    const summary = await mergeRuns({ parts, out: folder(name), ids: at.ids });
    expect(summary).to.include({ studies: STUDIES, failed: 0 });
    await at.expectSame(folder(name));
    return summary;
  };

  it('give the study at which every worker dies up after the third, and the others are graded', async () => {
    await at.fill('poison', { ids: ['1000000', '1000001', '1000002'] });
    const out = folder('poison');
    let deaths = 0;
    for (;;) {
      const { ended } = at.work(out, 'poison', { deadly: '1000001' });
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
    await at.fill('stopped', { ackS: 3600 }); // what is not given back would not come again in time
    const outs = [folder('stopped0'), folder('stopped1')];
    const first = at.work(outs[0]!, 'stopped', { delayMs: 30 });
    await until(() => first.events.includes('study'));
    first.child.send('stop');
    expect(await first.ended).to.equal(0);
    expect((await at.counts('stopped')).left).to.be.within(1, STUDIES - 1);
    expect(await at.work(outs[1]!, 'stopped').ended).to.equal(0);
    expect((await merge('stopped', outs)).doubled).to.equal(0);
  });

  it('that were suspended for longer than the queue waits say so, and no result is lost or there twice', async () => {
    await at.fill('suspended');
    const outs = [folder('suspended0'), folder('suspended1')];
    const first = at.work(outs[0]!, 'suspended', { delayMs: 60 });
    await until(async () => (await at.counts('suspended')).inFlight > 0);
    first.child.kill('SIGSTOP');
    const second = at.work(outs[1]!, 'suspended');
    expect(await second.ended).to.equal(0); // it waited for what the first one had, and did it
    first.child.kill('SIGCONT');
    expect(await first.ended).to.equal(0);
    expect(first.events).to.include('blocked');
    expect((await merge('suspended', outs)).doubled).to.be.at.least(1);
  });

  it('that are cut off by the network say so, others do their studies, and no result is lost or there twice', async () => {
    await at.fill('partition');
    const outs = [folder('partition0'), folder('partition1')];
    const proxy = await startTcpProxy(at.server.port);
    try {
      const first = at.work(outs[0]!, 'partition', { delayMs: 100, address: `nats://127.0.0.1:${proxy.port}` });
      await until(() => first.events.includes('study'));
      proxy.cut();
      expect(await at.work(outs[1]!, 'partition').ended).to.equal(0); // with what the first one had
      await until(() => first.events.includes('QUEUE_AWAY'));
      proxy.heal();
      expect(await first.ended).to.equal(0);
    } finally {
      await proxy.close();
    }
    await merge('partition', outs);
  });

  it('one of which has a full disk: it says so and ends, the others do its studies', async function () {
    const outs = [folder('full0'), folder('full1')];
    await mkdir(outs[0]!);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', outs[0]!]).status !== 0) {
      console.log('      no disk of its own can be mounted here (that takes root and tmpfs)');
      this.skip();
    }
    try {
      await at.fill('full');
      const first = at.work(outs[0]!, 'full', { delayMs: 30 });
      expect(await first.ended).to.equal(1);
      expect(first.events).to.include('DISK_FULL');
      expect(await at.work(outs[1]!, 'full').ended).to.equal(0);
      await merge('full', outs);
    } finally {
      spawnSync('umount', ['-l', outs[0]!]);
    }
  });

  it('whose clocks are a day fast and a day slow share the studies as others do', async () => {
    await at.fill('skewed');
    const outs = [folder('skewed0'), folder('skewed1')];
    const workers = [DAY_MS, -DAY_MS].map((skewMs, i) => at.work(outs[i]!, 'skewed', { delayMs: 30, skewMs }));
    expect(await Promise.all(workers.map(({ ended }) => ended))).to.deep.equal([0, 0]);
    const started = await Promise.all(
      outs.map(async (out) => Date.parse(JSON.parse(await readFile(join(out, 'run.json'), 'utf8')).times.startedAt)),
    );
    expect(started[0]! - started[1]!).to.be.within(1.9 * DAY_MS, 2.1 * DAY_MS);
    expect((await merge('skewed', outs)).doubled).to.equal(0);
  });

  it('with other weights in the same place are refused before they take anything', async () => {
    const models = folder('models of its own');
    await writeFakeModels(models);
    await at.fill('weights', { models });
    const file = join(models, 'global_resnet18');
    const weights = new Map([['w', { dtype: 'float32' as const, shape: [1], data: new Float32Array([1]) }]]);
    const { config } = await readRunFolder(file);
    await rm(file, { recursive: true });
    await writeRunFolder(file, { config, folds: [{ fold: 1, which: 'best', weights }] });
    const queue = `${at.server.address}/weights`;
    const error = await rejectionOf(
      gradeStudies({
        ...{ pipeline: 'two-stage', studies: folder('studies'), models, queue, out: folder('weights') },
        startRuntime: async () => fakeRuntime(),
      }),
    );
    expect(error.code).to.equal('QUEUE_FOREIGN');
    expect(error.message).to.match(
      /^the studies in the queue "weights" are to be graded with other models \(fingerprint/,
    );
    expect(error.message).to.include('give this command what enqueue was given, or another queue');
    expect(await at.counts('weights')).to.include({ left: STUDIES, inFlight: 0, redelivered: 0 });
  });
}
