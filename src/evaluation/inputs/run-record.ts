import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { recordOf } from '../../schema/json-record.ts';
import { runRecordInvalid, runUnfinished } from './errors.ts';

const schema = z.object({
  pipeline: z.object({
    name: z.string(),
    definition: z.object({
      models: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          folds: z.union([z.enum(['all', 'out-of-fold']), z.array(z.int())]),
          weights: z.enum(['best', 'last']),
        }),
      ),
    }),
  }),
  options: z.object({ studies: z.string() }),
  /** Null if headers determined the kinds of series. */
  source: z.object({ descriptions: z.string().nullish() }),
  models: z.array(z.object({ name: z.string(), folds: z.array(z.object({ fold: z.int(), sha256: z.string() })) })),
  counts: z.object({ failed: z.int(), stopped: z.string().optional() }),
});

/** The parts of `run.json` that an evaluation needs. */
export type RunRecord = z.output<typeof schema>;

/** Reads the record of a results folder. @throws RUN_UNFINISHED, RUN_RECORD_INVALID */
export const readRunRecord = async (folder: string): Promise<RunRecord> => {
  const file = join(folder, 'run.json');
  if (!existsSync(file)) throw runUnfinished(folder);
  try {
    return recordOf(await readFile(file, 'utf8'), schema);
  } catch (cause) {
    throw runRecordInvalid(file, cause);
  }
};
