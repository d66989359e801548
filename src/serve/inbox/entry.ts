import { join } from 'node:path';
import { studyKey } from './names.ts';
import type { StudyFile } from './study-file.ts';

/**
 * - `receiving`: instances arrived less than the quiet time ago
 * - `queued`: quiet, or cut off by a crash; waits for its turn
 * - `in-progress`: a revision of it is being graded
 * - `graded`, `failed`: the latest revision has its result on disk, and nothing arrived since
 */
export const STUDY_STATES = ['receiving', 'queued', 'in-progress', 'graded', 'failed'] as const;
export type StudyState = (typeof STUDY_STATES)[number];

/** What is in memory of a received study; as much for one of ten instances as for one of ten thousand. */
export interface Entry {
  readonly key: string;
  readonly folder: string;
  file: StudyFile;
  instances: number;
  bytes: number;
  /** Instances that are in no revision yet; a reference to another server counts as one. */
  fresh: number;
  lastArrivalMs: number;
  isInProgress: boolean;
  /** When its revision in progress was begun. */
  begunMs: number;
}

export const newEntry = (inbox: string, file: StudyFile): Entry => {
  const key = studyKey(file.studyUid);
  return {
    ...{ key, folder: join(inbox, key), file },
    ...{ instances: 0, bytes: 0, fresh: 0, lastArrivalMs: 0, isInProgress: false, begunMs: 0 },
  };
};

/** Whether its latest revision was begun by a process that did not end it. */
export const isUnfinished = ({ file, isInProgress }: Entry): boolean =>
  !isInProgress && file.revision !== undefined && file.revision.ended === undefined;

/** When its turn may come, in milliseconds of the inbox's clock; undefined while nothing is to be done with it. */
export const dueMs = (entry: Entry, quietMs: number): number | undefined => {
  if (entry.isInProgress) return undefined;
  if (isUnfinished(entry)) return Number.NEGATIVE_INFINITY;
  return entry.fresh > 0 ? entry.lastArrivalMs + quietMs : undefined;
};

export const stateOf = (entry: Entry, quietMs: number, nowMs: number): StudyState => {
  if (entry.isInProgress) return 'in-progress';
  const due = dueMs(entry, quietMs);
  if (due !== undefined) return due <= nowMs ? 'queued' : 'receiving';
  return entry.file.revision?.ended?.state ?? 'receiving';
};
