import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterTests } from './root-hooks.ts';

/** A fresh folder for every test of the suite that calls this; removed after it. */
export const temporaryFolder = (): (() => string) => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
};

/** A folder that stays until the tests are over. */
export const keptFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
  afterTests(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A folder that all files of a run of the tests share, also those of other processes, which each test reads and none changes; made once, by the first. */
export const sharedFolder = async (name: string, make: (folder: string) => Promise<unknown>): Promise<string> => {
  const shared = process.env.SPINESTREAM_TEST_SHARED;
  if (shared === undefined) throw new Error('test/support/root-hooks.ts was not loaded');
  const [made, claim] = [join(shared, name), join(shared, `${name}.claim`)];
  while (!existsSync(made)) {
    const isMine = await mkdir(claim).then(
      () => true,
      () => false, // another process is at it
    );
    if (isMine) {
      try {
        if (existsSync(made)) break;
        const folder = await mkdtemp(join(shared, `${name}-`));
        await make(folder);
        await rename(folder, made);
      } finally {
        await rm(claim, { recursive: true });
      }
    } else await pause(50);
  }
  return made;
};
