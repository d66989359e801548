import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeGradedRun } from '../test/support/graded-run.ts';
import { CHALLENGE_STUDIES } from '../test/support/graded-table.ts';

const CHILD = fileURLToPath(new URL('./evaluate-child.ts', import.meta.url));

/**
 * Measures time and memory of evaluating a generated table as large as the challenge's training set with all metrics.
 */
export const evaluateBench = async (report: (line: string) => void): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  try {
    await writeGradedRun(folder, CHALLENGE_STUDIES);
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', CHILD, folder], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const { locations, groupings, seconds, cpuSeconds, peakMb } = JSON.parse(stdout);
    report(`${CHALLENGE_STUDIES} studies, ${locations} labelled locations, ${groupings} groupings, 1000 resamples`);
    report(
      `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processor time), peak memory ${peakMb.toFixed(0)} MB`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
