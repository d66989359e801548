import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { syncFolder } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { type Entry, newEntry, type StudyState } from './entry.ts';
import { inTurn } from './in-turn.ts';
import { loadEntries, recount } from './load-inbox.ts';
import { INSTANCES, studyKey } from './names.ts';
import { type Placement, placeInstances, type ReceivedInstance } from './place-instances.ts';
import { readResults } from './results.ts';
import { beginRevision, endRevision, type ReadyStudy, updateEntry } from './revision.ts';
import { clearStaging, openStaging, type Staging } from './staging.ts';
import { writeStudyFile } from './study-file.ts';
import { countStates, type StudySummary, summaryOf, workSince } from './summary.ts';
import { waitingStudies } from './waiting.ts';

/** Received studies on disk, with their processing state. */
export interface Inbox {
  readonly stage: () => Promise<Staging>;
  /** Accepts instances: they are on disk when this returns. @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly take: (instances: readonly ReceivedInstance[]) => Promise<readonly Placement[]>;
  /** Accepts a study on another server; one that was already graded is graded again. */
  readonly refer: (studyUid: string, server: string) => Promise<void>;
  /** Waits for the next study that has been quiet for long enough, and freezes its revision; undefined when stopped. */
  readonly next: (stop: AbortSignal) => Promise<ReadyStudy | undefined>;
  /** Records that the results of a revision are on disk, for the one or several studies of its instances. */
  readonly ended: (study: ReadyStudy, records: readonly StudyRecord[]) => Promise<void>;
  /** Returns an unfinished revision to the queue. */
  readonly returned: (study: ReadyStudy) => void;
  /** In order of arrival. */
  readonly studies: () => readonly StudySummary[];
  readonly study: (studyUid: string) => StudySummary | undefined;
  /** Results of a study's revisions so far, oldest first. */
  readonly results: (studyUid: string) => Promise<readonly StudyRecord[]>;
  readonly counts: () => Readonly<Record<StudyState, number>>;
  /** Start time of the longest wait or processing of any study, on the inbox's clock. */
  readonly workSinceMs: () => number | undefined;
  /** Removes the instances of studies whose result is older; keeps their state. */
  readonly removeInstances: (endedBefore: Date) => Promise<number>;
}

export interface InboxOptions {
  readonly folder: string;
  /** Quiet time after which a study counts as complete. */
  readonly quietMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly date: () => Date;
}

const bytesOf = (instances: readonly ReceivedInstance[]): number =>
  instances.reduce((sum, { byteCount }) => sum + byteCount, 0);

/**
 * Opens an inbox and restores its state. Only one process at a time may use it. @throws SERVE_INBOX_CORRUPT,
 * OUTPUT_UNWRITABLE
 */
export const openInbox = async ({ folder, quietMs, now, date }: InboxOptions): Promise<Inbox> => {
  await makeFolder(folder);
  await clearStaging(folder);
  const entries = new Map((await loadEntries(folder, now())).map((entry) => [entry.file.studyUid, entry]));
  const waiting = waitingStudies(entries.values(), quietMs);
  const { within, changed, untilChange } = inTurn();
  const openedMs = now();
  const moment = () => ({ quietMs, nowMs: now() });

  const known = async (studyUid: string, server?: string): Promise<Entry> => {
    const there = entries.get(studyUid);
    if (there !== undefined) return there;
    const entry = newEntry(folder, {
      ...{ format: 'spinestream-inbox-1', studyUid, receivedAt: date().toISOString() },
      ...(server !== undefined && { server }),
    });
    await makeFolder(entry.folder);
    await writeStudyFile(entry.folder, entry.file);
    await syncFolder(folder);
    entries.set(studyUid, entry);
    return entry;
  };

  const waits = (entry: Entry): void => {
    waiting.add(entry);
    changed();
  };

  const arrived = (entry: Entry, instances: readonly ReceivedInstance[]): void => {
    entry.instances += instances.length;
    entry.bytes += bytesOf(instances);
    entry.fresh += instances.length;
    entry.lastArrivalMs = now();
    waits(entry);
  };

  const takeOf = (studyUid: string, instances: readonly ReceivedInstance[]) =>
    within(studyKey(studyUid), async () => {
      const entry = await known(studyUid);
      const placed = await placeInstances(entry.folder, instances).catch(async (error: unknown) => {
        await recount(entry); // some may be in place; a sender that repeats them is informed that they are known
        if (entry.fresh > 0) arrived(entry, []);
        throw error;
      });
      const added = instances.filter((_one, index) => placed[index] === 'new');
      if (added.length > 0) arrived(entry, added);
      return placed;
    });

  const begun = async (entry: Entry): Promise<ReadyStudy> => {
    [entry.isInProgress, entry.begunMs] = [true, now()];
    try {
      return await within(entry.key, () => beginRevision(entry, date()));
    } catch (error) {
      entry.isInProgress = false;
      waiting.add(entry);
      throw error;
    }
  };

  const removed = (entry: Entry): Promise<boolean> =>
    within(entry.key, async () => {
      if (entry.fresh > 0 || entry.isInProgress) return false;
      await rm(join(entry.folder, INSTANCES), { recursive: true, force: true });
      [entry.instances, entry.bytes] = [0, 0];
      return true;
    });

  return {
    stage: () => openStaging(folder),
    take: async (instances) => {
      const placed = new Map<ReceivedInstance, Placement>();
      for (const uid of new Set(instances.map(({ studyUid }) => studyUid))) {
        const own = instances.filter(({ studyUid }) => studyUid === uid);
        const results = await takeOf(uid, own);
        for (const [index, one] of own.entries()) placed.set(one, results[index]!);
      }
      return instances.map((instance) => placed.get(instance)!);
    },
    refer: (studyUid, server) =>
      within(studyKey(studyUid), async () => {
        const entry = await known(studyUid, server);
        if (entry.file.server !== server) await updateEntry(entry, { ...entry.file, server });
        if (entry.fresh === 0 && !entry.isInProgress) arrived(entry, []);
        entry.fresh = 1;
      }),
    next: async (stop) => {
      while (!stop.aborted) {
        const first = waiting.take(now());
        if (first.entry !== undefined) return await begun(first.entry);
        await untilChange(stop, first.waitMs);
      }
      return undefined;
    },
    ended: ({ studyUid, revision }, records) =>
      within(studyKey(studyUid), async () => {
        const entry = await known(studyUid);
        await endRevision(entry, revision, { records, endedAt: date() });
        entry.isInProgress = false;
        waits(entry);
      }),
    returned: ({ studyUid }) => {
      const entry = entries.get(studyUid);
      if (entry === undefined) return;
      entry.isInProgress = false;
      waits(entry);
    },
    studies: () => [...entries.values()].map((entry) => summaryOf(entry, moment())),
    study: (studyUid) => {
      const entry = entries.get(studyUid);
      return entry && summaryOf(entry, moment());
    },
    results: async (studyUid) => {
      const entry = entries.get(studyUid);
      return entry === undefined ? [] : readResults(entry.folder, entry.file.revision?.number ?? 0);
    },
    counts: () => countStates(entries.values(), moment()),
    workSinceMs: () => workSince(entries.values(), { ...moment(), openedMs }),
    removeInstances: async (endedBefore) => {
      let count = 0;
      for (const entry of entries.values()) {
        const endedAt = entry.file.revision?.ended?.at;
        if (endedAt === undefined || entry.instances === 0 || new Date(endedAt) >= endedBefore) continue;
        if (await removed(entry)) count++;
      }
      return count;
    },
  };
};
