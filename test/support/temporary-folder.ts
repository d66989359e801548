import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder for every test of the suite that calls this; removed after it. */
export const temporaryFolder = (): (() => string) => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
};

const kept: string[] = [];

/** A folder of its own, removed when all tests are over. */
export const keptFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
  kept.push(folder);
  return folder;
};

after(() => Promise.all(kept.map((folder) => rm(folder, { recursive: true, force: true }))));
