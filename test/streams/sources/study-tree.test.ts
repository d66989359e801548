import { spawnSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { studyTree } from '../../../src/streams/sources/study-tree.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('studyTree', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => join(folder(), ...names);

  it('lists files and folders at any depth, and no hidden names', async () => {
    await writeTree(folder(), { '1.dcm': '', 'a/IM1': '', 'a/b/2.dcm': '', '.hidden': '', '.git/3.dcm': '' });
    const { files, folders } = await studyTree(folder());
    expect([...files].sort()).to.deep.equal(['1.dcm', 'a/IM1', 'a/b/2.dcm']);
    expect(folders).to.deep.equal(['a', 'a/b']);
  });

  it('takes a link that is named as a slice for that slice, and follows no other', async () => {
    await writeTree(folder(), { 'a/IM1': '' });
    await symlink(at('a', 'IM1'), at('1.dcm'));
    await symlink(at('nowhere'), at('2.dcm')); // missed where it is read
    await symlink(at('a'), at('b'));
    const { files, links, irregular } = await studyTree(folder());
    expect([...files].sort()).to.deep.equal(['1.dcm', '2.dcm', 'a/IM1']);
    expect({ links, irregular }).to.deep.equal({ links: ['b'], irregular: [] });
  });

  it('keeps pipes, devices and links to them apart: to read one might never end', async function () {
    await mkdir(at('a'));
    if (spawnSync('mkfifo', [at('a', '99.dcm')]).status !== 0) this.skip(); // there are none on this system
    await symlink('/dev/zero', at('a', '1.dcm'));
    await symlink(at('a', '99.dcm'), at('2.dcm'));
    const { files, irregular } = await studyTree(folder());
    expect(files).to.deep.equal([]);
    expect([...irregular].sort()).to.deep.equal(['2.dcm', 'a/1.dcm', 'a/99.dcm']);
  });
});
