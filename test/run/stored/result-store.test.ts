import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type GradeEvent, type GradeOptions, gradeStudies } from '../../../src/run/grade-studies.ts';
import { mergeRuns } from '../../../src/run/merge/merge-runs.ts';
import { openResultStore } from '../../../src/run/stored/result-store.ts';
import { openObjectStore } from '../../../src/storage/object-store.ts';
import { smallStudies } from '../../support/challenge-folder.ts';
import { fakeRuntime, writeFakeModels } from '../../support/fake-runtime.ts';
import { linkedStudies } from '../../support/many-studies.ts';
import { forkProgram } from '../../support/node-program.ts';
import { needsS3Server, type S3Server, s3Variables, startS3Server, withVariables } from '../../support/s3-server.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const CHILD = new URL('../../support/grade-child.ts', import.meta.url);
const STUDIES = 4;
const RESULTS = ['submission.csv', 'basis.csv', 'coordinates.csv', 'errors.jsonl', 'warnings.jsonl'];

describe('results in a storage that speaks S3', function () {
  this.timeout(400_000);
  let base: string;
  let server: S3Server;
  let undisturbed: string;

  const options = (given: Partial<GradeOptions> & Pick<GradeOptions, 'out'>): GradeOptions => ({
    pipeline: 'two-stage',
    studies: join(base, 'studies'),
    models: join(base, 'models'),
    startRuntime: async () => fakeRuntime(),
    ...given,
  });
  const address = (name: string): string => `s3://${server.bucket}/${name}`;
  const pathsIn = async (out: string): Promise<readonly string[]> => {
    const store = await openObjectStore(out);
    const paths: string[] = [];
    for await (const { path } of store.list()) paths.push(path);
    store.close();
    return paths.sort();
  };
  const fetched = async (out: string, path: string): Promise<string> => {
    const store = await openObjectStore(out);
    const file = join(base, 'fetched', out.replaceAll(/\W/g, '-'), path);
    await store.download(path, file).finally(store.close);
    return readFile(file, 'utf8');
  };
  const expectSame = async (out: string): Promise<void> => {
    for (const name of RESULTS)
      expect(await fetched(out, name), name).to.equal(await readFile(join(undisturbed, name), 'utf8'));
  };

  before(async function () {
    needsS3Server(this);
    base = await keptFolder();
    await linkedStudies(await smallStudies(), join(base, 'studies'), STUDIES);
    await writeFakeModels(join(base, 'models'));
    undisturbed = join(base, 'undisturbed');
    await gradeStudies(options({ out: undisturbed }));
    server = await startS3Server();
  });
  after(() => server?.close());

  it('are the files that a folder would hold, and a second run there is refused', async () => {
    const out = address('plain');
    const summary = await gradeStudies(options({ out }));
    expect(summary.options.out).to.equal(out);
    await expectSame(out);
    expect(await pathsIn(out)).to.deep.equal((await readdir(undisturbed)).sort());
    expect(JSON.parse(await fetched(out, 'run.json')).counts).to.deep.equal(JSON.parse(JSON.stringify(summary.counts)));
    const again = await rejectionOf(gradeStudies(options({ out })));
    expect([again.code, again.where.file]).to.deep.equal(['OUTPUT_NOT_EMPTY', out]);
    const resumed = await gradeStudies(options({ out, existing: 'resume' }));
    expect(resumed.counts).to.include({ studies: STUDIES, resumed: STUDIES });
    await gradeStudies(options({ out, existing: 'overwrite' }));
    await expectSame(out);
    const missing = await rejectionOf(gradeStudies(options({ out: address('none'), existing: 'resume' })));
    expect(missing.code).to.equal('NOTHING_TO_RESUME');
  });

  it('are there study by study: after kill -9 a run on another machine goes on from them', async () => {
    const out = address('killed');
    const settings = { ...options({ out }), startRuntime: undefined, concurrency: 1 };
    const child = forkProgram(CHILD, [JSON.stringify(settings), '0', '1000003'], {
      env: { ...process.env, TMPDIR: base }, // what it cannot remove goes with the test's folder
    });
    expect(await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))).to.equal('SIGKILL');
    const left = await pathsIn(out);
    expect(left[0]).to.equal('journal/000000000000000.jsonl');
    expect(left.every((path) => path.startsWith('journal/'))).to.equal(true);
    const { counts } = await gradeStudies(options({ out, existing: 'resume' }));
    expect(counts).to.include({ studies: STUDIES, resumed: 3 });
    await expectSame(out);
    expect((await pathsIn(out)).filter((path) => path.startsWith('journal/'))).to.deep.equal([]);
  });

  it('are refused where a segment of the journal is gone', async () => {
    const out = address('gap');
    const store = await openObjectStore(out);
    for (const place of ['000000000000000', '000000000000009'])
      await store.create(`journal/${place}.jsonl`, Buffer.from('{}\n'), 'a run');
    store.close();
    const error = await rejectionOf(mergeRuns({ parts: [out], out: join(base, 'gap') }));
    expect(error.code).to.equal('JOURNAL_CORRUPT');
    expect(error.message).to.equal(
      `${out}/journal.jsonl: the journal lacks its bytes 3 to 9: a segment was removed; restore it, or start again with --overwrite`,
    );
  });

  it('belong to one run: of two that write there the second one is refused', async () => {
    const [first, second] = [await openResultStore(address('twice')), await openResultStore(address('twice'))];
    try {
      for (const store of [first, second]) await store.claim('refuse', []);
      const write = async (store: typeof first, text: string) => {
        await writeFile(join(store.folder, 'journal.jsonl'), text);
        await store.putJournal(Buffer.byteLength(text));
      };
      await write(first, '{"format":"the same"}\n');
      const error = await rejectionOf(write(second, '{"format":"the same"}\n'));
      expect(error.code).to.equal('OUTPUT_LOCKED');
      expect(error.message).to.match(/another run writes its results there.*give each run an --out of its own/);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  it('wait while the storage is away, which is said once', async () => {
    const proxy = await startTcpProxy(server.port);
    const restore = withVariables(s3Variables(proxy.port));
    const events: GradeEvent[] = [];
    let back: ReturnType<typeof startTcpProxy> | undefined;
    try {
      const { counts } = await gradeStudies(
        options({
          out: address('away'),
          onEvent: (event) => {
            events.push(event);
            if (event.type === 'study' && events.filter(({ type }) => type === 'study').length === 2)
              void proxy.close();
            if (event.type === 'output-waiting') back ??= startTcpProxy(server.port, proxy.port);
          },
        }),
      );
      expect(counts).to.include({ studies: STUDIES, failed: 0 });
    } finally {
      restore();
      await (await back)?.close();
    }
    const trouble = events.flatMap((event) => (event.type === 'output-waiting' ? [event.error.code] : []));
    expect(trouble[0]).to.equal('S3_AWAY');
    await expectSame(address('away'));
  });

  it('of shards are merged where they are, into a storage or a folder', async () => {
    for (const shard of ['0/2', '1/2']) await gradeStudies(options({ out: address(`shards/out-${shard[0]}`), shard }));
    const parts = [address('shards/out-*')];
    const summary = await mergeRuns({ parts, out: address('merged') });
    expect(summary).to.include({ parts: 2, studies: STUDIES });
    await expectSame(address('merged'));
    const out = join(base, 'merged');
    await mergeRuns({ parts, out });
    for (const name of RESULTS)
      expect(await readFile(join(out, name), 'utf8')).to.equal(await readFile(join(undisturbed, name), 'utf8'));
    const lacking = await rejectionOf(mergeRuns({ parts: [address('shards/out-9')], out: join(base, 'none') }));
    expect(lacking.code).to.equal('PART_MISSING');
  });

  it('come of models in the storage, which a machine fetches once', async () => {
    const store = await openObjectStore(address('models'));
    for (const name of await readdir(join(base, 'models'), { recursive: true })) {
      const file = join(base, 'models', name);
      if ((await stat(file)).isFile()) await store.upload(name, file);
    }
    store.close();
    const restore = withVariables({ SPINESTREAM_CACHE: join(base, 'cache') });
    try {
      const { models } = await gradeStudies(options({ out: address('by stored'), models: address('models') }));
      expect(models[0]?.path).to.equal(address('models/coord_sagt2'));
      await expectSame(address('by stored'));
    } finally {
      restore();
    }
  });
});
