import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StudyRef } from '../../../src/domain/study.ts';
import { listFiles } from '../../../src/files/list-files.ts';
import { studyFilesOf } from '../../../src/streams/sources/study-files.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('studyFilesOf', () => {
  const folder = temporaryFolder();

  const study = (): StudyRef => ({
    id: '1',
    series: ['a', 'b'].map((id) => ({ id, kind: 'Axial T2', folder: join(folder(), id) })),
  });

  beforeEach(() => writeTree(folder(), { 'a/1.dcm': 'xxx', 'a/2.dcm': 'yyyy', 'b/1.dcm': 'z' }));

  it('adds up the bytes of all series', async () => {
    expect((await studyFilesOf(study())).bytes).to.equal(8);
  });

  it('gives the same digest while nothing changes', async () => {
    expect(await studyFilesOf(study())).to.deep.equal(await studyFilesOf(study()));
  });

  const changes: Readonly<Record<string, () => Promise<void>>> = {
    'a file is added': () => writeFile(join(folder(), 'b/2.dcm'), ''),
    'a file is removed': () => rm(join(folder(), 'a/2.dcm')),
    'a file is written again': () => utimes(join(folder(), 'a/1.dcm'), 1, 1),
    'a file moves to another series': () =>
      rm(join(folder(), 'a/1.dcm')).then(() => writeTree(folder(), { 'b/1.dcm': 'zxxx' })),
  };
  for (const [what, change] of Object.entries(changes))
    it(`gives another digest when ${what}`, async () => {
      const before = await studyFilesOf(study());
      await change();
      expect((await studyFilesOf(study())).digest).not.to.equal(before.digest);
    });

  it('counts a folder that cannot be listed, and a study without series, as empty', async () => {
    await rm(join(folder(), 'b'), { recursive: true });
    expect((await studyFilesOf(study())).bytes).to.equal(7);
    expect((await studyFilesOf({})).bytes).to.equal(0);
  });
});

describe('listFiles', () => {
  const folder = temporaryFolder();

  it('lists files and no folders', async () => {
    await writeTree(folder(), { '2.dcm': '', '.hidden': '', 'inner/3.dcm': '' });
    expect([...(await listFiles(folder()))].sort()).to.deep.equal(['.hidden', '2.dcm']);
  });
});
