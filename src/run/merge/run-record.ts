import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelIdentity } from '../../models/model-store.ts';
import { recordOf } from '../../schema/json-record.ts';
import { recordUnreadable } from './errors.ts';

const isIdentity = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'name' in value && 'path' in value && 'folds' in value;

const items = z.array(z.record(z.string(), z.unknown()));

const schema = z.looseObject({
  spinestream: z.string(),
  platform: z.string(),
  pipeline: z.looseObject({
    name: z.string(),
    file: z.string(),
    definition: z.looseObject({
      models: z.array(z.looseObject({ name: z.string() })),
      plugins: z.array(z.string()).optional(),
      source: z.unknown().optional(),
      steps: items,
      outputs: items,
    }),
  }),
  options: z.looseObject({}),
  source: z.looseObject({}),
  models: z.array(z.custom<ModelIdentity>(isIdentity)),
  counts: z.looseObject({
    studies: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    stopped: z.string().optional(),
  }),
  times: z.looseObject({ startedAt: z.string() }).optional(),
  runtime: z.looseObject({ library: z.string().optional() }).optional(),
});

/** The parts of a `run.json` that a merge needs, and all other fields. */
export type RunRecord = z.output<typeof schema>;

/** Reads the record of a results folder; undefined if the run did not finish. @throws RUN_RECORD_INVALID */
export const runRecordIn = async (folder: string): Promise<RunRecord | undefined> => {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) return undefined;
  try {
    return recordOf(await readFile(file, 'utf8'), schema);
  } catch (cause) {
    throw recordUnreadable(file, cause);
  }
};
