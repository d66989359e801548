import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type GradeEvent, type GradeOptions, gradeStudies } from '../../../src/run/grade-studies.ts';
import { type EnqueueOptions, enqueueStudies } from '../../../src/run/queue/enqueue-studies.ts';
import { parseQueueAddress } from '../../../src/streams/queue/address.ts';
import { connectQueue } from '../../../src/streams/queue/connect.ts';
import { queueCounts, queuePace } from '../../../src/streams/queue/queue-counts.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { describeWithNats, type NatsServer, startNatsServer } from '../../support/nats-server.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const STEPS = 'steps:\n  - load-series: {}\n';
const BLOCKS = `import { defineOperator, z } from 'spinestream';
export const blocks = defineOperator({
  name: 'blocks', summary: 'Computes without a pause.', options: z.strictObject({ ms: z.number() }), reads: () => [], writes: () => [],
  apply: ({ ms }) => () => { const end = performance.now() + ms; while (performance.now() < end); return { entries: new Map(), warnings: [] }; },
});`;

describeWithNats('a queue', function (nats) {
  this.timeout(120_000);
  let base: string;
  let server: NatsServer;
  let secured: NatsServer;
  let outs = 0;

  before(async () => {
    base = await keptFolder();
    const image = (uid: string) => dicomFixture({ set: { '0008103E': ['LO', 'AX T2'], '0020000D': ['UI', uid] } });
    await writeTree(base, {
      'studies/10/a/1.dcm': image('1.2.10'),
      'studies/11/a/1.dcm': image('1.2.11'),
      'studies/two/a/1.dcm': image('1.2.12'),
      'studies/two/b/1.dcm': image('1.2.13'),
      'p.yaml': STEPS,
      'other.yaml': 'steps:\n  - load-series: { rules: original }\n',
      'varied.yaml': 'variables: { rules: dicom, note: "" }\nsteps:\n  - load-series: { rules: "${rules}" }\n',
      'blocks.ts': BLOCKS,
      'blocks.yaml': `plugins: [blocks.ts]\n${STEPS}  - blocks: { ms: 1600 }\n`,
    });
    for (const name of ['nats', 'secured']) await mkdir(join(base, name));
    server = await startNatsServer(join(base, 'nats'), nats);
    secured = await startNatsServer(
      join(base, 'secured'),
      nats,
      'authorization { users = [ { user: worker, password: "open sesame" } ] }',
    );
  });
  after(() => Promise.all([server?.kill(), secured?.kill()]));

  const at = (name: string): string => join(base, name);
  const fill = (name: string, more: Partial<EnqueueOptions> = {}) =>
    enqueueStudies({ pipeline: at('p.yaml'), studies: at('studies'), queue: `${server.address}/${name}`, ...more });
  const work = (name: string, more: Partial<GradeOptions> = {}) =>
    gradeStudies({
      ...{
        pipeline: at('p.yaml'),
        studies: at('studies'),
        out: at(`out${outs++}`),
        queue: `${server.address}/${name}`,
      },
      ...more,
    });
  const counts = async (name: string) => {
    const connection = await connectQueue(parseQueueAddress(`${server.address}/${name}`));
    return queueCounts(connection.manager, name, Date.now).finally(connection.close);
  };
  const manager = async <T>(
    use: (of: Awaited<ReturnType<typeof connectQueue>>['manager']) => Promise<T>,
  ): Promise<T> => {
    const connection = await connectQueue({ server: server.address });
    return use(connection.manager).finally(connection.close);
  };
  const codeOf = async (done: Promise<unknown>, words: RegExp): Promise<string> => {
    const error = await rejectionOf(done);
    expect(error.message).to.match(words);
    return error.code;
  };

  it('hands every study out once, also a folder with two studies, and is empty then', async () => {
    expect(await fill('plain')).to.include({ added: 3, known: 0, doneEarlier: 0 });
    expect(await counts('plain')).to.include({ done: 0, left: 3, inFlight: 0 });
    const { counts: graded, source } = await work('plain');
    expect(graded).to.include({ studies: 4, resumed: 0 });
    expect(source).to.include({ name: 'queue', location: `${server.address}/plain` });
    expect(await counts('plain')).to.include({ done: 3, left: 0, inFlight: 0, redelivered: 0 });
  });

  it('takes a study that is published twice for one, and leaves out what was done', async () => {
    const out = at('done earlier');
    await fill('again', { ids: ['10'] });
    await work('again', { out });
    expect(await fill('again', { ids: ['10', '11'] })).to.include({ added: 1, known: 1 });
    expect(await fill('rest', { done: [out] })).to.include({ added: 2, doneEarlier: 1 });
  });

  it('says what the pace is', () => {
    const look = { queue: 'q', fingerprint: 'f', done: 10, left: 50, inFlight: 2, redelivered: 0, waiting: 0, atMs: 0 };
    expect(queuePace(look, { ...look, done: 30, left: 30, atMs: 10_000 })).to.deep.equal({ perS: 2, leftS: 15 });
    expect(queuePace(look, { ...look, atMs: 10_000 })).to.deep.equal({ perS: undefined, leftS: undefined });
  });

  it('refuses a worker with another pipeline, saying in what it differs, and keeps the studies', async () => {
    await fill('foreign');
    const words =
      /to be graded with another pipeline or other options in it \(fingerprint [0-9a-f]{12}, here [0-9a-f]{12}\)/;
    expect(await codeOf(work('foreign', { pipeline: at('other.yaml') }), words)).to.equal('QUEUE_FOREIGN');
    expect(await codeOf(fill('foreign', { pipeline: at('other.yaml') }), words)).to.equal('QUEUE_FOREIGN');
    await writeFile(at('series.csv'), 'study_id,series_id,series_description\n10,a,Axial T2\n');
    expect(await codeOf(work('foreign', { descriptions: at('series.csv') }), /other series descriptions/)).to.equal(
      'QUEUE_FOREIGN',
    );
    expect(await counts('foreign')).to.include({ left: 3, inFlight: 0, redelivered: 0 });
    expect((await work('foreign')).counts.studies).to.equal(4);
    expect(await fill('foreign', { pipeline: at('other.yaml') })).to.include({ added: 3 }); // it is empty: it may be used anew
  });

  it('names the variables in which a worker or what it holds differs', async () => {
    const pipeline = at('varied.yaml');
    await fill('varied', { pipeline });
    const other = { pipeline, variables: { rules: 'original' } };
    const words =
      /graded with another pipeline or other options in it \(rules: "dicom" there, "original" here\) \(fingerprint/;
    expect(await codeOf(work('varied', other), words)).to.equal('QUEUE_FOREIGN');
    expect(await codeOf(fill('varied', other), words)).to.equal('QUEUE_FOREIGN');
  });

  it('names no variables where they are too long for the server', async () => {
    const pipeline = at('varied.yaml');
    await fill('long', { pipeline, variables: { note: 'ä'.repeat(3000) } });
    const other = { pipeline, variables: { rules: 'original' } };
    expect(await codeOf(work('long', other), /other options in it \(fingerprint/)).to.equal('QUEUE_FOREIGN');
  });

  it('refuses a message that was put there by somebody else, loudly, and gives it back', async () => {
    await fill('strange', { ids: ['10'] });
    const connection = await connectQueue({ server: server.address });
    await connection.client.publish('spinestream.strange', JSON.stringify({ study: '11', fingerprint: 'f00' }));
    await connection.close();
    expect(
      await codeOf(
        work('strange', { concurrency: 1 }),
        /graded with another pipeline, other models.*\(fingerprint f00, here/,
      ),
    ).to.equal('QUEUE_FOREIGN');
    expect((await counts('strange')).left).to.equal(1);
  });

  it('refuses a stream of another kind, and one that is not there', async () => {
    await manager((of) => of.streams.add({ name: 'limits', subjects: ['spinestream.limits'] }));
    expect(await codeOf(fill('limits'), /its retention is "limits", expected "workqueue"/)).to.equal('QUEUE_UNFIT');
    expect(await codeOf(work('limits'), /its retention is "limits"/)).to.equal('QUEUE_UNFIT');
    await manager((of) => of.streams.add({ name: 'jobs', subjects: ['jobs'], retention: 'workqueue' }));
    expect(await codeOf(fill('jobs'), /its subjects are jobs, expected spinestream.jobs/)).to.equal('QUEUE_UNFIT');
    expect(await codeOf(work('nowhere'), /no queue "nowhere" on this server; make it with/)).to.equal('QUEUE_MISSING');
  });

  it('says that no server answers, or that it refuses', async () => {
    const closed = work('x', { queue: 'nats://127.0.0.1:1/x' });
    expect(await codeOf(closed, /no NATS server answers at nats:\/\/127.0.0.1:1/)).to.equal('QUEUE_UNREACHABLE');
    const refused = () => fill('x', { queue: `${secured.address}/x` });
    expect(await codeOf(refused(), /refuses these credentials, or none/)).to.equal('QUEUE_REFUSED');
    process.env.NATS_USER = 'worker';
    process.env.NATS_PASSWORD = 'wrong';
    try {
      const error = await rejectionOf(refused());
      expect(error.code).to.equal('QUEUE_REFUSED');
      expect(error.message).not.to.include('wrong');
      process.env.NATS_PASSWORD = 'open sesame';
      expect(await refused()).to.include({ added: 3 });
    } finally {
      delete process.env.NATS_USER;
      delete process.env.NATS_PASSWORD;
    }
  });

  it('has no use for --shard', async () => {
    await fill('sharded');
    expect(await codeOf(work('sharded', { shard: '0/2' }), /leave one of them out/)).to.equal('QUEUE_SHARDED');
  });

  it('names the operator that blocks the main thread for longer than it waits', async () => {
    const events: GradeEvent[] = [];
    const pipeline = at('blocks.yaml');
    await fill('blocked', { pipeline, ids: ['10'], ackS: 1 });
    const { counts: graded } = await work('blocked', { pipeline, onEvent: (event) => void events.push(event) });
    const blocked = events.find((event) => event.type === 'blocked');
    expect(blocked).to.deep.include({ operators: ['blocks'], limitMs: 1000, isSuspended: false });
    expect(blocked?.type === 'blocked' && blocked.ms).to.be.at.least(1600);
    expect(graded.studies).to.equal(1); // it came again, and was there already
  });

  it('may be named in a pipeline file', async () => {
    const file = at('named.yaml');
    await writeFile(file, `source:\n  queue: { address: '${server.address}/named', path: '\${studies}' }\n${STEPS}`);
    await fill('named', { pipeline: file });
    const { counts: graded, source } = await work('named', { pipeline: file, queue: undefined });
    expect([graded.studies, source.name]).to.deep.equal([4, 'queue']);
  });
});
