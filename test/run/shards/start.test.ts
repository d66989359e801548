import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBytes } from '../../../src/dicom/index.ts';
import { gradeStudies } from '../../../src/run/grade-studies.ts';
import { shardOf, wantedBy } from '../../../src/run/shards/shard.ts';
import { openFolder } from '../../../src/streams/sources/folder.ts';
import { openStudies } from '../../../src/streams/sources/open-studies.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { fakeRuntime, writeFakeModels } from '../../support/fake-runtime.ts';
import { writeTree } from '../../support/file-tree.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const MANY = 20_000;
const SECOND = 1e6;
const COUNT = 100_000;

describe('one shard of many studies', function () {
  this.timeout(300_000);
  let base: string;
  let studies: string;
  const names = Array.from({ length: MANY }, (_, i) => `s${i}`);
  /** With images, so that the folder is recognised as one of studies. */
  const withImages = names.slice(0, 4);

  before(async () => {
    base = await keptFolder();
    studies = join(base, 'studies');
    const uid = (i: number) => dicomFixture({ set: { '0008103E': ['LO', 'AX T2'], '0020000D': ['UI', `1.2.${i}`] } });
    await writeTree(base, Object.fromEntries(withImages.map((name, i) => [`studies/${name}/a/1.dcm`, uid(i + 1)])));
    for (const name of names) await mkdir(join(studies, name), { recursive: true });
    await writeFakeModels(join(base, 'models'));
  });

  it('starts in less than a second of work', async () => {
    const shard = { index: 0, count: COUNT };
    const before = process.cpuUsage();
    const { counts } = await gradeStudies({
      ...{ pipeline: 'two-stage', studies, models: join(base, 'models'), out: join(base, 'out') },
      shard,
      startRuntime: async () => fakeRuntime(),
    });
    const { user, system } = process.cpuUsage(before);
    expect(counts.studies).to.equal(names.filter(wantedBy(shard)).length);
    expect(user + system).to.be.below(SECOND);
  });

  it('reads nothing of the studies of others, but one image each until the folder is known to be one of studies', async () => {
    const read = new Set<string>();
    const shard = { index: shardOf('s2', 10), count: 10 };
    const folder = await openStudies({ root: studies, wants: wantedBy(shard) }, (path, ...range) => {
      read.add(path);
      return readBytes(path, ...range);
    });
    const wanted = names.filter(wantedBy(shard));
    expect(folder.studyIds).to.have.members(wanted);
    expect(folder.allIds).to.have.members(names);
    for (const id of folder.studyIds) await folder.itemsOf(id);
    const owners = new Set([...read].map((path) => path.slice(studies.length + 1).split('/')[0] ?? ''));
    expect([...owners].filter((name) => !wantedBy(shard)(name))).to.have.members(
      ['s0', 's1'].filter((name) => !wantedBy(shard)(name)),
    );
    expect(owners).to.include('s2');
  });

  it('counts what it wants, and says of what whole it is a part', async () => {
    const env = { out: undefined };
    const whole = await openFolder({ path: studies }, env);
    const shards = await Promise.all(
      [0, 1, 2].map((index) => openFolder({ path: studies }, { ...env, wants: wantedBy({ index, count: 3 }) })),
    );
    expect(shards.reduce((sum, { count = 0 }) => sum + count, 0)).to.equal(whole.count);
    for (const { origin } of shards) expect(origin).to.deep.equal(whole.origin);
    const listed = await openFolder({ path: studies, ids: ['s3', 's9', 's3'] }, { ...env, wants: (id) => id === 's9' });
    expect(listed).to.deep.include({ count: 1, origin: { descriptions: undefined, studies: ['s3', 's9'] } });
  });

  it('takes only what it wants of a stream of ids', async () => {
    async function* ids() {
      yield* ['s3', 's0', 's2'];
    }
    const wants = (id: string) => id !== 's0';
    const found: string[] = [];
    for await (const item of (await openFolder({ path: studies, ids: ids() }, { out: undefined, wants })).studies)
      found.push(item.study.id);
    expect(found).to.deep.equal(['s3', 's2']);
  });

  it('does not write among the studies, where other shards would count its results', async () => {
    const out = join(studies, 'results');
    const error = await rejectionOf(openFolder({ path: studies }, { out, wants: () => true }));
    expect(error.code).to.equal('SHARD_AMONG_STUDIES');
  });
});
