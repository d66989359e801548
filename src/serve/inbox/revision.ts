import { join } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import type { Entry } from './entry.ts';
import { instancesIn } from './load-inbox.ts';
import { INSTANCES, revisionId } from './names.ts';
import { writeResults } from './results.ts';
import { type Revision, type StudyFile, writeStudyFile } from './study-file.ts';

/** A revision of a study that is due. */
export interface ReadyStudy {
  readonly id: string;
  readonly studyUid: string;
  readonly folder: string;
  readonly server: string | undefined;
  readonly revision: Revision;
}

/** Changes the state of a study, on disk and then in memory. @throws DISK_FULL, OUTPUT_UNWRITABLE */
export const updateEntry = async (entry: Entry, file: StudyFile): Promise<void> => {
  await writeStudyFile(entry.folder, file);
  entry.file = file;
};

/** Freezes the contents of the next revision, or returns the interrupted one. */
export const beginRevision = async (entry: Entry, begunAt: Date): Promise<ReadyStudy> => {
  const { studyUid, server, revision: last } = entry.file;
  let revision = last;
  if (revision === undefined || revision.ended !== undefined) {
    const files = (await instancesIn(entry.folder)).map(([name, size]): [string, number] => [name, size]);
    revision = { number: (last?.number ?? 0) + 1, files, begunAt: begunAt.toISOString() };
    await updateEntry(entry, { ...entry.file, revision });
    entry.fresh = 0;
  }
  const id = revisionId(studyUid, revision.number);
  return { id, studyUid, folder: join(entry.folder, INSTANCES), server, revision };
};

/** Writes the results to disk before it ends the revision. */
export const endRevision = async (
  entry: Entry,
  revision: Revision,
  { records, endedAt }: { readonly records: readonly StudyRecord[]; readonly endedAt: Date },
): Promise<void> => {
  await writeResults(entry.folder, revision.number, records);
  const state = records.some(({ error }) => error !== undefined) ? 'failed' : 'graded';
  const ended = { at: endedAt.toISOString(), state } as const;
  await updateEntry(entry, { ...entry.file, revision: { ...revision, ended } });
};
