import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { JOURNAL } from '../../core/study-record.ts';
import type { JournalHeader } from '../journal/journal.ts';
import { type JournalIndex, journalIndex } from '../journal/journal-index.ts';
import { readJournal } from '../journal/read-journal.ts';
import { isOutputLocked } from '../output-lock.ts';
import { shardText } from '../shards/shard.ts';
import { partDamaged, partMissing, partUnfinished } from './errors.ts';
import { openPlace } from './part-place.ts';
import { type RunRecord, runRecordIn } from './run-record.ts';

/** The results of one run, opened read-only for merging. */
export interface Part {
  readonly folder: string;
  /** Name in messages: "shard 2/8". */
  readonly name: string;
  readonly header: Omit<JournalHeader, 'format'>;
  readonly index: JournalIndex;
  /** Versions that made records, by their indices. */
  readonly versions: readonly string[];
  readonly file: FileHandle;
  /** Local path of an output's file. */
  readonly fileAt: (path: string) => Promise<string>;
  /** Closes open files and removes downloads. */
  readonly close: () => Promise<void>;
  /** Undefined if the run was killed, which is harmless if a queue gave its studies to others. */
  readonly record: RunRecord | undefined;
  /** Whether its last record is truncated. */
  readonly isTorn: boolean;
}

const headerSchema = z.object({
  format: z.literal('spinestream-journal-1'),
  fingerprint: z.string(),
  origin: z.record(z.string(), z.string()).optional(),
  variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  madeWith: z.string().optional(),
  shard: z.object({ index: z.int(), count: z.int() }).optional(),
  queue: z.string().optional(),
});

const nameOf = ({ shard, queue }: Part['header']): string => {
  if (shard !== undefined) return `shard ${shardText(shard)}`;
  return queue === undefined ? 'this run' : `this worker of the queue "${queue}"`;
};

/**
 * Opens the results of a run, which must be complete; only a worker of a queue may have been killed, since the queue
 * gave its studies to others.
 * @throws PART_MISSING, PART_UNFINISHED, PART_DAMAGED, JOURNAL_CORRUPT
 */
export const openPart = async (folder: string): Promise<Part> => {
  const { at, ...part } = await openResults(folder);
  try {
    await checkComplete(part, at);
    return part;
  } catch (error) {
    await part.close();
    throw error;
  }
};

/** The results of one run so far, and the local folder of its journal. */
export interface Results extends Part {
  readonly at: string;
}

/** Opens the results of a run as they are. @throws PART_MISSING, PART_DAMAGED, JOURNAL_CORRUPT */
export const openResults = async (folder: string): Promise<Results> => {
  const place = await openPlace(folder);
  const path = join(place.at, JOURNAL);
  const file = await open(path, 'r').catch(async (cause: unknown) => {
    await place.close();
    throw partMissing(folder, cause);
  });
  const close = async () => {
    await file.close();
    await place.close();
  };
  try {
    const index = journalIndex();
    const versions: string[] = [];
    let given: unknown;
    const { end } = await readJournal(file, path, {
      index,
      versions,
      onHeader: (found) => {
        given = found;
      },
    });
    const { data: header } = headerSchema.safeParse(given);
    if (header === undefined)
      throw partDamaged(folder, 'its journal', 'its first line does not say of which run it is');
    const isTorn = end < (await file.stat()).size;
    return {
      folder,
      at: place.at,
      name: nameOf(header),
      header,
      index,
      versions,
      file,
      fileAt: place.fileAt,
      close,
      isTorn,
      record: await runRecordIn(place.at),
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const checkComplete = async ({ folder, name, header, index, record, isTorn }: Part, at: string): Promise<void> => {
  const unfinished = (why: string) => partUnfinished(folder, name, why);
  if (await isOutputLocked(at))
    throw unfinished(
      'a run still writes into this folder; wait for it (if it was killed on another machine, remove run.lock)',
    );
  if (header.queue !== undefined) return;
  if (record === undefined || existsSync(join(at, 'run.lock')))
    throw unfinished('it was killed before its end; continue it with --resume');
  const { studies, cancelled, stopped } = record.counts;
  if (stopped !== undefined || cancelled > 0)
    throw unfinished('it was stopped before its end; continue it with --resume');
  if (isTorn) throw partDamaged(folder, name, 'its journal ends in the middle of a record');
  if (studies !== index.size())
    throw partDamaged(folder, name, `its journal has ${index.size()} studies, and run.json counts ${studies}`);
};
