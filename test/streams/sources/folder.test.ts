import { join } from 'node:path';
import { expect } from 'chai';
import { openFolder } from '../../../src/streams/sources/folder.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

describe('openFolder', () => {
  const folder = temporaryFolder();

  it('says that a folder has no study, and what reads its archives', async () => {
    await writeTree(folder(), { 'empty/notes.txt': '', 'archives/1.zip': '', 'archives/2.ZIP': '' });
    const reasonIn = async (name: string) => (await rejectionOf(openFolder({ path: join(folder(), name) }, {}))).reason;
    expect(await reasonIn('empty')).to.equal(
      'no study in this folder; expected study folders, or the layout of the challenge',
    );
    expect(await reasonIn('archives')).to.equal(
      `no study in this folder; there are 2 zip archives; unpack them, or add "source: { zip: { path: '\${studies}' } }" to the pipeline file`,
    );
  });
});
