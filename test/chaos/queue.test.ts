import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { mergeRuns } from '../../src/run/merge/merge-runs.ts';
import { describeWithNats, natsProgram } from '../support/nats-server.ts';
import { type QueueWorkers, queueWorkers, type Worker } from '../support/queue-workers.ts';

const SMALL = { workers: 2, studies: 24 };
/** `SPINESTREAM_WORKERS=4 SPINESTREAM_STUDIES=200` for what docs/scale.md promises; .ci/run sets them. */
const LARGE = {
  workers: Number(process.env.SPINESTREAM_WORKERS ?? SMALL.workers),
  studies: Number(process.env.SPINESTREAM_STUDIES ?? SMALL.studies),
};
const SERVER_KILLS = 2;
const ACK_S = 5;
/** Of a network's computation, so that there is work left for every kill. */
const DELAY_MS = 150;

describeWithNats('workers of a queue that are killed', function (nats) {
  const { workers: WORKERS, studies: STUDIES } = nats === natsProgram ? LARGE : SMALL;
  const WORKER_KILLS = Math.max(SERVER_KILLS, Math.round(STUDIES / 20));
  this.timeout(600_000 + 10_000 * STUDIES);
  let at: QueueWorkers;

  before(async () => {
    at = await queueWorkers(nats, STUDIES);
  });
  after(() => at?.close());

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

  it(`${WORKERS} of them, killed ${WORKER_KILLS} times and the server twice, give each study once, with the bytes of one run`, async () => {
    expect(await at.fill('chaos', { ackS: ACK_S })).to.deep.include({ added: STUDIES, known: 0 });
    expect(await at.fill('chaos', { ackS: ACK_S })).to.deep.include({ added: 0, known: STUDIES }); // harmless
    const outs = Array.from({ length: WORKERS }, (_, i) => join(at.base, `chaos${i}`));
    // Every kill may hit the same study, which is not to count as failed for that.
    const attempts = 1 + WORKER_KILLS + SERVER_KILLS;
    let isDone = false;
    let kills = 0;
    const workers = new Map<string, Worker>();
    const keepAlive = outs.map(async (out) => {
      while (!isDone) {
        const worker = at.work(out, 'chaos', { delayMs: DELAY_MS, attempts });
        workers.set(out, worker);
        if ((await worker.ended) === 0) return; // the queue is empty
      }
    });
    const killing = (async () => {
      for (let i = 0; i < WORKER_KILLS; i++) {
        await pause(500 * uniformAt(7, i));
        const victim = await atWork(
          () => workers.get(outs[Math.floor(WORKERS * uniformAt(11, i))]!),
          () => isDone,
        );
        if (victim === undefined) return;
        victim.child.kill('SIGKILL');
        kills++;
        if (i < SERVER_KILLS) {
          await at.server.kill();
          await pause(700);
          await at.server.start();
        }
      }
    })();
    await Promise.all(keepAlive);
    isDone = true;
    await killing;
    expect(kills).to.equal(WORKER_KILLS);
    const merged = join(at.base, 'merged');
    expect(await mergeRuns({ parts: outs, out: merged, ids: at.ids })).to.include({ studies: STUDIES, failed: 0 });
    await at.expectSame(merged);
    // a server that was killed may keep messages that were acknowledged before; none waits, and every result is there
    const { done, left, ...others } = await at.counts('chaos');
    expect(others).to.include({ waiting: 0, inFlight: 0 });
    expect(done + left).to.equal(STUDIES);
  });
});
