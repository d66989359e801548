import { join } from 'node:path';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { goldenPath, goldensPresent } from './goldens.ts';
import { keptFolder } from './temporary-folder.ts';

let made: Promise<string> | undefined;

/** A challenge folder of a few studies that every test may read: the golden ones where they are, else phantoms, made once. */
export const smallStudies = (): Promise<string> => {
  made ??= goldensPresent ? Promise.resolve(goldenPath('studies')) : phantoms();
  return made;
};

const phantoms = async (): Promise<string> => {
  const folder = await keptFolder();
  const out = join(folder, 'studies');
  await makePhantoms({ studies: 3, seed: 1, out });
  return out;
};
