import { createHash } from 'node:crypto';

/** One of several runs that share the studies of a whole. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

const HASH_BYTES = 6;

/** The unit that is never split: studies in one folder (`<folder>/<key>`) are read together. */
export const unitOf = (studyId: string): string =>
  studyId.slice(0, (studyId.indexOf('/') + 1 || studyId.length + 1) - 1);

/** The shard of a study. It depends on the id alone, so adding a study moves no other. */
export const shardOf = (studyId: string, count: number): number =>
  createHash('sha256').update(unitOf(studyId)).digest().readUIntBE(0, HASH_BYTES) % count;

/** Whether a study belongs to a shard. */
export const wantedBy =
  ({ index, count }: Shard) =>
  (studyId: string): boolean =>
    shardOf(studyId, count) === index;

export const shardText = ({ index, count }: Shard): string => `${index}/${count}`;
