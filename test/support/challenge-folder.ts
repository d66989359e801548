import { join } from 'node:path';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { goldenPath, goldensPresent } from './goldens.ts';
import { madeOnce } from './root-hooks.ts';
import { keptFolder } from './temporary-folder.ts';

/** A challenge folder of a few studies that every test may read: the golden ones where they are, else phantoms, made once. */
export const smallStudies = madeOnce(async () => (goldensPresent ? goldenPath('studies') : phantoms()));

const phantoms = async (): Promise<string> => {
  const folder = await keptFolder();
  const out = join(folder, 'studies');
  await makePhantoms({ studies: 3, seed: 1, out });
  return out;
};
