import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { goldenPath, goldensPresent } from './goldens.ts';

let made: Promise<string> | undefined;

/** A challenge folder of a few studies that every test may read: the golden ones where they are, else phantoms, made once. */
export const smallStudies = (): Promise<string> => {
  made ??= goldensPresent ? Promise.resolve(goldenPath('studies')) : phantoms();
  return made;
};

const phantoms = async (): Promise<string> => {
  const folder = await temporaryFolder();
  const out = join(folder, 'studies');
  await makePhantoms({ studies: 3, seed: 1, out });
  return out;
};

const folders: string[] = [];

/** A folder of its own, removed when the tests are over. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-test-'));
  folders.push(folder);
  return folder;
};

after(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});
