import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { inboxCorrupt } from '../errors.ts';
import { RESULTS } from './names.ts';

const pathOf = (studyFolder: string, revision: number): string => join(studyFolder, RESULTS, `${revision}.json`);

/**
 * Stores the results of a revision, for the one or several studies of its instances. @throws DISK_FULL,
 * OUTPUT_UNWRITABLE
 */
export const writeResults = async (
  studyFolder: string,
  revision: number,
  records: readonly StudyRecord[],
): Promise<void> => {
  await mkdir(join(studyFolder, RESULTS), { recursive: true });
  await replaceFile(pathOf(studyFolder, revision), [`${JSON.stringify(records)}\n`]);
};

const recordsIn = (text: string, path: string): readonly StudyRecord[] => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw inboxCorrupt(path, cause);
  }
};

/** Results of the revisions up to a number; a revision in progress has none. @throws SERVE_INBOX_CORRUPT */
export const readResults = async (studyFolder: string, revisions: number): Promise<readonly StudyRecord[]> => {
  const records: StudyRecord[] = [];
  for (let number = 1; number <= revisions; number++) {
    const path = pathOf(studyFolder, number);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) records.push(...recordsIn(text, path));
  }
  return records;
};
