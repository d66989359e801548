import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../files/atomic-write.ts';
import { isMissing } from '../../files/error-code.ts';
import { recordOf } from '../../schema/json-record.ts';
import { inboxCorrupt } from '../errors.ts';
import { RECORD } from './names.ts';

/** Instances that are graded together, fixed before grading begins; later arrivals belong to the next revision. */
const revision = z.strictObject({
  number: z.int().min(1),
  /** Its instances, as named by `instanceName`, with their sizes. */
  files: z.array(z.tuple([z.string(), z.number()])),
  begunAt: z.string(),
  ended: z.strictObject({ at: z.string(), state: z.enum(['graded', 'failed']) }).optional(),
});

const studyFile = z.strictObject({
  format: z.literal('spinestream-inbox-1'),
  studyUid: z.string(),
  receivedAt: z.string(),
  /** The server that has its instances, if they were not sent. */
  server: z.string().optional(),
  /** The latest revision. */
  revision: revision.optional(),
});

/** Stored state of a received study, in addition to its instances. */
export type StudyFile = z.output<typeof studyFile>;
export type Revision = z.output<typeof revision>;

/** @throws DISK_FULL, OUTPUT_UNWRITABLE */
export const writeStudyFile = (folder: string, study: StudyFile): Promise<void> =>
  replaceFile(join(folder, RECORD), [`${JSON.stringify(study)}\n`]);

/** Undefined if there is none. @throws SERVE_INBOX_CORRUPT */
export const readStudyFile = async (folder: string): Promise<StudyFile | undefined> => {
  const path = join(folder, RECORD);
  try {
    return recordOf(await readFile(path, 'utf8'), studyFile);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw inboxCorrupt(path, cause);
  }
};
