import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';

const STUDIES = 20;

/** Measures the generation of synthetic studies in CPU time, so that other work on the machine does not count. */
export const phantomBench = async (report: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-phantoms-'));
  try {
    const before = process.cpuUsage();
    await makePhantoms({ studies: STUDIES, seed: 1, out: join(folder, 'studies') });
    const { user, system } = process.cpuUsage(before);
    report(`${STUDIES} phantoms: ${((user + system) / 1e6).toFixed(1)} s of one core`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
