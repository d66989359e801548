import { appendFile, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { JOURNAL } from '../../core/study-record.ts';
import { SpineError } from '../../domain/spine-error.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { segmentMissing } from './errors.ts';

/** Segments of a growing journal, until the run ends: objects named by their offset in the journal. */
export const SEGMENTS = 'journal/';

const DIGITS = 15;
const AT_ONCE = 16;

export const segmentPath = (offset: number): string => `${SEGMENTS}${String(offset).padStart(DIGITS, '0')}.jsonl`;

const offsetOf = (path: string): number => Number.parseInt(path.slice(SEGMENTS.length), 10);

/** Paths of the segments, in order. */
export const segmentsIn = async (store: ObjectStore): Promise<readonly string[]> => {
  const paths: string[] = [];
  for await (const { path } of store.list(SEGMENTS)) paths.push(path);
  return paths.sort((a, b) => offsetOf(a) - offsetOf(b));
};

/** Downloads an object; false if it does not exist. */
export const downloadIfThere = async (store: ObjectStore, path: string, file: string): Promise<boolean> => {
  try {
    await store.download(path, file);
    return true;
  } catch (error) {
    if (error instanceof SpineError && error.code === 'S3_OBJECT_MISSING') return false;
    throw error;
  }
};

/**
 * Reassembles a journal in a folder: the complete one of a finished run, and the segments after it.
 * @returns its size in bytes; 0 if there is none
 * @throws S3_*, JOURNAL_CORRUPT if a segment is missing
 */
export const fetchJournal = async (store: ObjectStore, folder: string): Promise<number> => {
  const file = join(folder, JOURNAL);
  let end = (await downloadIfThere(store, JOURNAL, file)) ? (await stat(file)).size : 0;
  // Segments before the end are part of the complete journal: the run was killed before removing them.
  const paths = (await segmentsIn(store)).filter((path) => offsetOf(path) >= end);
  const limit = pLimit(AT_ONCE);
  const fetched = paths.map((path) =>
    limit(async () => {
      await store.download(path, join(folder, path));
      return join(folder, path);
    }),
  );
  await Promise.all(fetched);
  for (const [index, path] of paths.entries()) {
    if (offsetOf(path) !== end) throw segmentMissing(store.addressOf(JOURNAL), end, offsetOf(path));
    const content = await readFile(await fetched[index]!);
    await appendFile(file, content);
    end += content.length;
  }
  await rm(join(folder, SEGMENTS), { recursive: true, force: true });
  return end;
};
