import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
import { goldenPath, goldensPresent } from '../test/support/goldens.ts';

const PHANTOMS = 6;

/**
 * A folder of studies to measure on: SPINESTREAM_STUDIES if set, the golden studies if present, otherwise generated
 * phantoms.
 */
export const withBenchStudies = async (work: (folder: string, what: string) => Promise<void>): Promise<void> => {
  const given = process.env.SPINESTREAM_STUDIES;
  if (given !== undefined && existsSync(given)) return work(given, given);
  if (goldensPresent) return work(goldenPath('studies'), 'golden studies');
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  try {
    const out = join(folder, 'studies');
    await makePhantoms({ studies: PHANTOMS, seed: 1, out });
    await work(out, `${PHANTOMS} phantoms`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
