import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
