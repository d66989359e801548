import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { startWorkerClient, type WorkerClient } from '../../../src/models/runtime/worker-client.ts';
import { compiled } from '../../support/node-program.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import type { EchoCalls } from './fixtures/echo-worker.ts';

const FILE = new URL('./fixtures/echo-worker.ts', import.meta.url);
const asking = { asked: 'a prediction of model spinal' };

describe('startWorkerClient', () => {
  let client: WorkerClient<EchoCalls>;
  beforeEach(() => {
    client = startWorkerClient<EchoCalls>(FILE);
  });
  afterEach(() => client.close());

  it('answers one call after another, in their order', async () => {
    const order: number[] = [];
    const calls = [20, 0, 5].map(async (afterMs, value) => {
      order.push(await client.call('echo', { value, afterMs }, asking));
    });
    await Promise.all(calls);
    expect(order).to.eql([0, 1, 2]);
  });

  it('passes on why a call failed, and lives on', async () => {
    const error = await rejectionOf(client.call('fail', undefined, asking));
    expect(error.code).to.equal('RUNTIME_CALL_FAILED');
    expect(error.reason).to.equal('a prediction of model spinal failed: out of luck');
    expect((await rejectionOf(client.call('fail', 'a string', asking))).reason).to.contain('failed: a string');
    expect(await client.call('echo', { value: 7, afterMs: 0 }, asking)).to.equal(7);
  });

  it('passes on the code of what the thread raised on purpose', async () => {
    const { code, reason } = await rejectionOf(client.call('fail', 'on purpose', asking));
    expect({ code, reason }).to.eql({
      code: 'TOO_SMALL',
      reason: 'a prediction of model spinal failed: it is too small',
    });
  });

  it('names what was asked when a message cannot be sent, and lives on', async () => {
    const error = await rejectionOf(client.call('fail', () => {}, asking));
    expect(error.code).to.equal('RUNTIME_CALL_FAILED');
    expect(error.reason).to.match(/^a prediction of model spinal failed: .*could not be cloned/);
    expect(await client.call('echo', { value: 7, afterMs: 0 }, asking)).to.equal(7);
  });

  it('rejects all calls that wait when the thread dies, and all later ones', async () => {
    const waiting = [
      client.call('crash', undefined, asking),
      client.call('echo', { value: 1, afterMs: 0 }, { asked: 'a prediction of model global' }),
    ];
    const [first, second] = await Promise.all(waiting.map(rejectionOf));
    expect(first!.code).to.equal('RUNTIME_WORKER_DIED');
    expect(first!.reason).to.equal(
      'a prediction of model spinal: the runtime thread exited (a bug in native code); start another runtime, with lower concurrency if memory ran out',
    );
    expect(first!.cause).to.have.property('message', 'a bug in native code');
    expect(second!.reason).to.match(/^a prediction of model global: the runtime thread exited/);
    expect((await rejectionOf(client.call('fail', undefined, asking))).code).to.equal('RUNTIME_WORKER_DIED');
  });

  it('says with which code a thread left that was not asked to', async () => {
    const error = await rejectionOf(client.call('exit', undefined, asking));
    expect(error.reason).to.contain('the runtime thread exited (exit code 3)');
  });

  it('answers what was asked before it closes, and refuses what is asked after', async () => {
    const before = client.call('echo', { value: 3, afterMs: 20 }, asking);
    const closed = client.close();
    const error = await rejectionOf(client.call('echo', { value: 4, afterMs: 0 }, asking));
    expect(error.code).to.equal('RUNTIME_CLOSED');
    expect(error.reason).to.equal('a prediction of model spinal: the runtime is closed; start another one');
    expect(await before).to.equal(3);
    await closed;
  });

  it('keeps the process alive until it is closed, with an answer owed and nothing else to do', function () {
    this.timeout(20_000);
    const program = compiled(new URL('./fixtures/closes-while-asked.ts', import.meta.url));
    const { stdout, status } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect({ stdout, status }).to.deep.equal({ stdout: 'closed\n', status: 0 }); // 13 is that of a program that waits for nothing
  });

  it('says at its end what the thread freed, and nothing where the thread had died', async () => {
    expect(await client.close()).to.eql({ held: 2, left: 0 });
    const dying = startWorkerClient<EchoCalls>(FILE);
    await rejectionOf(dying.call('crash', undefined, asking));
    expect(await dying.close()).to.equal(undefined);
  });

  it('closes any number of times', async () => {
    await Promise.all([client.close(), client.close()]);
    await client.close();
  });
});
