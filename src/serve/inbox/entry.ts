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

/** In-memory state of a received study; its size does not depend on the number of instances. */
export interface Entry {
  readonly key: string;
  readonly folder: string;
  file: StudyFile;
  instances: number;
  bytes: number;
  /** Instances in no revision yet; a reference to another server counts as one. */
  fresh: number;
  lastArrivalMs: number;
  isInProgress: boolean;
  /** Start time of its revision in progress. */
  begunMs: number;
}

export const newEntry = (inbox: string, file: StudyFile): Entry => {
  const key = studyKey(file.studyUid);
  return {
    ...{ key, folder: join(inbox, key), file },
    ...{ instances: 0, bytes: 0, fresh: 0, lastArrivalMs: 0, isInProgress: false, begunMs: 0 },
  };
};

/** Whether its latest revision was begun by a process that did not finish it. */
const isUnfinished = ({ file, isInProgress }: Entry): boolean =>
  !isInProgress && file.revision !== undefined && file.revision.ended === undefined;

/** When it becomes due, in milliseconds of the inbox's clock; undefined while it needs no work. */
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
