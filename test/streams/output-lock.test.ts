import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockOutput } from '../../src/streams/output-lock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** A number that no process has: the system's greatest is smaller. */
const NOBODY = 2 ** 30;

describe('lockOutput', () => {
  const folder = temporaryFolder();
  const lockFile = (): string => join(folder(), 'run.lock');

  it('puts the number of this process into the folder, and takes it out again', async () => {
    const unlock = await lockOutput(folder());
    expect(await readFile(lockFile(), 'utf8')).to.equal(`${process.pid}\n`);
    await unlock();
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('refuses a folder that another process holds', async () => {
    await writeFile(lockFile(), `${process.ppid}\n`);
    const error = await rejectionOf(lockOutput(folder()));
    expect(error.code).to.equal('OUTPUT_LOCKED');
    expect(error.message).to.equal(
      `${folder()}: another run (process ${process.ppid}) writes into this folder; wait for it, or name another folder (if there is no such process, remove run.lock)`,
    );
    expect(await readFile(lockFile(), 'utf8')).to.equal(`${process.ppid}\n`);
  });

  for (const [what, text] of [
    ['of a process that is gone', `${NOBODY}\n`],
    ['that says nothing', ''],
  ] as const)
    it(`takes over a lock ${what}`, async () => {
      await writeFile(lockFile(), text);
      const unlock = await lockOutput(folder());
      expect(await readFile(lockFile(), 'utf8')).to.equal(`${process.pid}\n`);
      await unlock();
    });

  it('says that the folder cannot be written to', async () => {
    const error = await rejectionOf(lockOutput(join(folder(), 'no')));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
  });
});
