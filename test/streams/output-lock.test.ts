import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { lockOutput } from '../../src/streams/output-lock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** A number that no process has: the system's greatest is smaller. */
const NOBODY = 2 ** 30;

/** The number of this process and, where the system tells, when it started. */
const OWN = new RegExp(`^${process.pid}( \\d+)?\\n$`);

describe('lockOutput', () => {
  const folder = temporaryFolder();
  const lockFile = (): string => join(folder(), 'run.lock');

  it('puts the number of this process into the folder, and takes it out again', async () => {
    const unlock = await lockOutput(folder());
    expect(await readFile(lockFile(), 'utf8')).to.match(OWN);
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
      expect(await readFile(lockFile(), 'utf8')).to.match(OWN);
      await unlock();
    });

  it('takes over the lock of a process that ended, though nobody has asked for its exit status', async function () {
    if (process.platform !== 'linux') this.skip();
    // the shell starts a child and then becomes a program that never asks for it
    const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [number] = await once(parent.stdout, 'data');
      await writeFile(lockFile(), String(number));
      while (!/^\d+ \(.*\) Z/.test(await readFile(`/proc/${Number(number)}/stat`, 'utf8'))) await pause(10);
      await (await lockOutput(folder()))();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('takes over the lock of an earlier process whose number another one has now', async function () {
    if (process.platform !== 'linux') this.skip();
    await writeFile(lockFile(), `${process.ppid} 1\n`);
    await (await lockOutput(folder()))();
  });

  it('says that the folder cannot be written to', async () => {
    const error = await rejectionOf(lockOutput(join(folder(), 'no')));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
  });
});
