import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { isOutputLocked, lockOutput } from '../../src/run/output-lock.ts';
import { lockOf, NOBODY } from '../support/lock-of.ts';
import { forkProgram } from '../support/node-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** The process of a lock file's text. */
const holderIn = (text: string) => JSON.parse(text);
const OWN = { pid: process.pid, host: hostname() };

const RACER = new URL('lock-racer.ts', import.meta.url);

describe('lockOutput', () => {
  const folder = temporaryFolder();
  const lockFile = (): string => join(folder(), 'run.lock');

  it('puts the host and number of this process into the folder, and takes it out again', async () => {
    const unlock = await lockOutput(folder());
    expect(holderIn(await readFile(lockFile(), 'utf8'))).to.include(OWN);
    await unlock();
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('refuses a folder that another process holds, and leaves nothing behind', async () => {
    await writeFile(lockFile(), lockOf(process.ppid));
    const error = await rejectionOf(lockOutput(folder()));
    expect(error.code).to.equal('OUTPUT_LOCKED');
    expect(error.message).to.equal(
      `${folder()}: another run (process ${process.ppid} on ${hostname()}) is writing to this folder; wait for it, or choose another folder (if that run has ended, remove run.lock)`,
    );
    expect(await readFile(lockFile(), 'utf8')).to.equal(lockOf(process.ppid));
    expect(await readdir(folder())).to.deep.equal(['run.lock']);
  });

  it('does not judge a lock of another host by its number', async () => {
    await writeFile(lockFile(), lockOf(NOBODY, { host: 'elsewhere' }));
    const error = await rejectionOf(lockOutput(folder()));
    expect(error.message).to.include(`another run (process ${NOBODY} on elsewhere) is writing to this folder`);
    expect(await isOutputLocked(folder())).to.equal(true);
  });

  it('takes over the lock of a process that is gone', async () => {
    await writeFile(lockFile(), lockOf(NOBODY));
    expect(await isOutputLocked(folder())).to.equal(false);
    const unlock = await lockOutput(folder());
    expect(holderIn(await readFile(lockFile(), 'utf8'))).to.include(OWN);
    expect(await readdir(folder())).to.deep.equal(['run.lock']);
    await unlock();
  });

  it('takes over a lock that says nothing once nobody can be writing it any more', async () => {
    await writeFile(lockFile(), '');
    expect((await rejectionOf(lockOutput(folder()))).message).to.include(': another run is writing to this folder');
    await utimes(lockFile(), new Date(), new Date(Date.now() - 20_000));
    await (await lockOutput(folder()))();
  });

  it('says what to remove where a run was killed while it took over', async () => {
    await writeFile(lockFile(), lockOf(NOBODY));
    await writeFile(`${lockFile()}.next`, lockOf(NOBODY));
    const error = await rejectionOf(lockOutput(folder()));
    expect(error.message).to.equal(
      `${lockFile()}.next: a run was killed while claiming this folder; remove this file and start again`,
    );
  });

  it('removes what a run left beside the lock that was killed while it claimed the folder, and nothing of one that tries', async () => {
    await writeFile(`${lockFile()}.killed`, lockOf(NOBODY));
    await writeFile(`${lockFile()}.trying`, lockOf(process.ppid));
    const unlock = await lockOutput(folder());
    expect((await readdir(folder())).sort()).to.deep.equal(['run.lock', 'run.lock.trying']);
    await unlock();
  });

  it('leaves the lock of another run alone when its own was removed by hand', async () => {
    const unlock = await lockOutput(folder());
    await writeFile(lockFile(), lockOf(process.ppid));
    await unlock();
    expect(await readFile(lockFile(), 'utf8')).to.equal(lockOf(process.ppid));
  });

  it('gives a stale lock to one of several processes that race for it', async function () {
    this.timeout(60_000);
    const racers = [1, 2, 3].map(() => forkProgram(RACER));
    const answers = (message: string) =>
      Promise.all(
        racers.map(async (racer) => {
          racer.send(message);
          const [answer] = await once(racer, 'message');
          return String(answer);
        }),
      );
    try {
      await Promise.all(racers.map((racer) => once(racer, 'message')));
      for (let round = 0; round < 150; round++) {
        const place = join(folder(), `${round}`);
        await mkdir(place);
        await writeFile(join(place, 'run.lock'), lockOf(NOBODY));
        const got = await answers(place);
        expect(got.sort(), `round ${round}`).to.deep.equal(['OUTPUT_LOCKED', 'OUTPUT_LOCKED', 'held']);
        expect(await readdir(place)).to.deep.equal(['run.lock']);
        await answers('release');
      }
    } finally {
      for (const racer of racers) racer.kill('SIGKILL');
    }
  });

  it('takes over the lock of a process that ended, though nobody has asked for its exit status', async function () {
    if (process.platform !== 'linux') this.skip();
    // the shell starts a child and then becomes a program that never asks for it
    const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [number] = await once(parent.stdout, 'data');
      await writeFile(lockFile(), lockOf(Number(number)));
      while (!/^\d+ \(.*\) Z/.test(await readFile(`/proc/${Number(number)}/stat`, 'utf8'))) await pause(10);
      await (await lockOutput(folder()))();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('takes over the lock of an earlier process whose number another one has now', async function () {
    if (process.platform !== 'linux') this.skip();
    await writeFile(lockFile(), lockOf(process.ppid, { started: '1' }));
    await (await lockOutput(folder()))();
  });

  it('says that the folder cannot be written to', async () => {
    const error = await rejectionOf(lockOutput(join(folder(), 'no')));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
  });
});
