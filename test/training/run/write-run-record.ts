import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRequest } from '../../../src/models/model-store.ts';

/** Writes what a run by one network records of itself into a folder. */
export const writeRunRecord = async (
  run: string,
  model: Pick<ModelRequest, 'name' | 'path' | 'folds'>,
): Promise<void> => {
  await mkdir(run, { recursive: true });
  const definition = { models: [{ ...model, weights: 'best' }] };
  const record = { pipeline: { name: 'p', definition }, options: { studies: 's' }, source: {}, models: [] };
  await writeFile(join(run, 'run.json'), JSON.stringify({ ...record, counts: { failed: 0 } }));
};
