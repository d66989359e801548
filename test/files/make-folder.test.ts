import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createFolders, makeFolder } from '../../src/files/make-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('makeFolder', () => {
  const folder = temporaryFolder();

  it('creates a folder and those above it, also where it exists or several do so at once', async () => {
    const deep = join(folder(), 'a', 'b', 'c');
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(join(folder(), 'a', 'd'))]);
    await makeFolder(deep);
    expect((await stat(deep)).isDirectory()).to.equal(true);
    expect((await stat(join(folder(), 'a', 'd'))).isDirectory()).to.equal(true);
  });

  it('says that a file is in the way', async () => {
    await writeFile(join(folder(), 'file'), '');
    for (const path of ['file', 'file/below']) {
      const { code, reason } = await rejectionOf(makeFolder(join(folder(), path)));
      expect([code, reason.includes('is a file; choose another folder')]).to.deep.equal(['OUTPUT_UNWRITABLE', true]);
    }
  });

  it('ends where a file system answers that the new folder does not exist', async function () {
    if (!existsSync('/proc/self')) return this.skip(); // Linux has one
    const { code } = await rejectionOf(makeFolder('/proc/spinestream/out'));
    expect(code).to.equal('OUTPUT_UNWRITABLE');
  });

  it('leaves a folder as it was', async () => {
    await mkdir(join(folder(), 'kept'));
    await writeFile(join(folder(), 'kept', 'x'), '1');
    await createFolders(join(folder(), 'kept'));
    expect(existsSync(join(folder(), 'kept', 'x'))).to.equal(true);
  });
});
