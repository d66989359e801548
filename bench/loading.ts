import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ENSEMBLE_MODELS,
  type ModelShape,
  SHIPPED_MODELS,
  writeUntrainedModels,
} from '../test/support/write-untrained-models.ts';
import type { LoadingMeasured } from './loading-child.ts';

const CHILD = fileURLToPath(new URL('./loading-child.ts', import.meta.url));

type Models = Readonly<Record<string, ModelShape>>;

const { coord_sagt2 } = SHIPPED_MODELS;
const SETS: readonly { readonly what: string; readonly models: Models }[] = [
  { what: 'one DeepLabV3+', models: { coord_sagt2 } },
  { what: 'the two-stage run, 7 networks', models: SHIPPED_MODELS },
  { what: 'one fold of the ensemble, 15 networks', models: ENSEMBLE_MODELS },
];

const measured = async (folder: string): Promise<LoadingMeasured> => {
  const child = fork(CHILD, [folder], { execArgv: ['--import', 'tsx'] });
  const [answer] = await once(child, 'message');
  await once(child, 'exit');
  return answer;
};

/** Measures peak resident memory while networks are loaded from their run folders, in child processes. */
export const loadingBench = async (report: (line: string) => void): Promise<void> => {
  for (const { what, models } of SETS) {
    const into = await mkdtemp(join(tmpdir(), 'spinestream-loading-'));
    try {
      await writeUntrainedModels({ into, models });
      const { weightBytes, peakRssBytes } = await measured(into);
      const [peak, weights] = [peakRssBytes, weightBytes].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
      report(
        `${what.padEnd(40)} peak ${peak} for ${weights} of weights: ${(peakRssBytes / weightBytes).toFixed(2)} times`,
      );
    } finally {
      await rm(into, { recursive: true, force: true });
    }
  }
};
