import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { replaceFile, syncFolder } from '../../files/atomic-write.ts';
import { outputUnwritable } from '../../files/errors.ts';
import { inboxCorrupt } from '../errors.ts';
import { dueMs, type Entry, newEntry, STUDY_STATES, type StudyState, stateOf } from './entry.ts';
import { inTurn } from './in-turn.ts';
import { instancesIn, loadEntries, recount } from './load-inbox.ts';
import { INSTANCES, RESULTS, revisionId, studyKey } from './names.ts';
import { type Placed, placeInstances, type ReceivedInstance } from './place-instances.ts';
import { clearStaging, openStaging, type Staging } from './staging.ts';
import { type Revision, type StudyFile, writeStudyFile } from './study-file.ts';

/** A revision of a study whose turn has come. */
export interface ReadyStudy {
  readonly id: string;
  readonly studyUid: string;
  readonly folder: string;
  readonly server: string | undefined;
  readonly revision: Revision;
}

/** A received study, for people. */
export interface StudySummary {
  readonly key: string;
  readonly studyUid: string;
  readonly state: StudyState;
  readonly revision: number;
  readonly instances: number;
  readonly bytes: number;
  readonly receivedAt: string;
  readonly endedAt: string | undefined;
}

/** Received studies on the disk, and what is to be done with them. */
export interface Inbox {
  readonly stage: () => Promise<Staging>;
  /** Takes instances in: they are on the disk when this returns. @throws DISK_FULL, OUTPUT_UNWRITABLE */
  readonly take: (instances: readonly ReceivedInstance[]) => Promise<readonly Placed[]>;
  /** Takes a study in that lies on another server; one that was graded is graded again. */
  readonly refer: (studyUid: string, server: string) => Promise<void>;
  /** Waits for the next study that has been quiet for long enough, and fixes what belongs to it; undefined when stopped. */
  readonly next: (stop: AbortSignal) => Promise<ReadyStudy | undefined>;
  /** The results of a revision are on the disk: of the one study that its instances make, or of several. */
  readonly ended: (study: ReadyStudy, records: readonly StudyRecord[]) => Promise<void>;
  /** A revision was not finished; its turn comes again. */
  readonly returned: (study: ReadyStudy) => void;
  /** In the order of their arrival. */
  readonly studies: () => readonly StudySummary[];
  readonly study: (studyUid: string) => StudySummary | undefined;
  /** Results of the revisions of a study so far, the first one first. */
  readonly results: (studyUid: string) => Promise<readonly StudyRecord[]>;
  readonly counts: () => Readonly<Record<StudyState, number>>;
  /** Since when a study has been waiting, or in progress, that is longest so; on the inbox's clock. */
  readonly workSinceMs: () => number | undefined;
  /** Removes the instances of studies whose result is older than that; what is known of them stays. */
  readonly removeInstances: (endedBefore: Date) => Promise<number>;
}

export interface InboxOptions {
  readonly folder: string;
  /** A study is complete when nothing of it has arrived for so long. */
  readonly quietMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly date: () => Date;
}

/** Opens an inbox, as the last process left it. One process at a time. @throws SERVE_INBOX_CORRUPT, OUTPUT_UNWRITABLE */
export const openInbox = async ({ folder, quietMs, now, date }: InboxOptions): Promise<Inbox> => {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => Promise.reject(outputUnwritable(folder, cause)));
  await clearStaging(folder);
  const entries = new Map((await loadEntries(folder, now())).map((entry) => [entry.file.studyUid, entry]));
  const waiting = new Set([...entries.values()].filter((entry) => dueMs(entry, quietMs) !== undefined));
  const { within, changed, untilChange } = inTurn();
  const openedMs = now();

  const known = async (studyUid: string, server?: string): Promise<Entry> => {
    const there = entries.get(studyUid);
    if (there !== undefined) return there;
    const entry = newEntry(folder, {
      ...{ format: 'spinestream-inbox-1', studyUid, receivedAt: date().toISOString() },
      ...(server !== undefined && { server }),
    });
    await mkdir(entry.folder, { recursive: true }).catch((cause: unknown) =>
      Promise.reject(outputUnwritable(entry.folder, cause)),
    );
    await writeStudyFile(entry.folder, entry.file);
    await syncFolder(folder);
    entries.set(studyUid, entry);
    return entry;
  };

  const arrived = (entry: Entry, instances: number, bytes: number) => {
    entry.instances += instances;
    entry.bytes += bytes;
    entry.fresh += instances;
    entry.lastArrivalMs = now();
    waiting.add(entry);
    changed();
  };

  const takeOf = (studyUid: string, instances: readonly ReceivedInstance[]) =>
    within(studyKey(studyUid), async () => {
      const entry = await known(studyUid);
      const placed = await placeInstances(entry.folder, instances).catch(async (error: unknown) => {
        await recount(entry); // some may be in place; whoever sends them again is told that they are known
        if (entry.fresh > 0) arrived(entry, 0, 0);
        throw error;
      });
      const added = instances.filter((_one, index) => placed[index] === 'new');
      if (added.length > 0)
        arrived(
          entry,
          added.length,
          added.reduce((sum, { byteCount }) => sum + byteCount, 0),
        );
      return placed;
    });

  const update = async (entry: Entry, file: StudyFile): Promise<void> => {
    await writeStudyFile(entry.folder, file);
    entry.file = file;
  };

  /** Fixes what belongs to the next revision, or gives the one that was cut off. */
  const begin = (entry: Entry): Promise<ReadyStudy> =>
    within(entry.key, async () => {
      const { studyUid, server, revision: last } = entry.file;
      let revision = last;
      if (revision === undefined || revision.ended !== undefined) {
        const files = (await instancesIn(entry.folder)).map(([name, size]): [string, number] => [name, size]);
        revision = { number: (last?.number ?? 0) + 1, files, begunAt: date().toISOString() };
        await update(entry, { ...entry.file, revision });
        entry.fresh = 0;
      }
      const id = revisionId(studyUid, revision.number);
      return { id, studyUid, folder: join(entry.folder, INSTANCES), server, revision };
    });

  const dueFirst = (): { readonly entry: Entry; readonly atMs: number } | undefined => {
    let first: { readonly entry: Entry; readonly atMs: number } | undefined;
    for (const entry of waiting) {
      const atMs = dueMs(entry, quietMs);
      if (atMs === undefined) waiting.delete(entry);
      else if (first === undefined || atMs < first.atMs) first = { entry, atMs };
    }
    return first;
  };

  const summary = ({ file, key, instances, bytes, ...rest }: Entry): StudySummary => ({
    ...{ key, studyUid: file.studyUid, state: stateOf({ file, key, instances, bytes, ...rest }, quietMs, now()) },
    ...{ revision: file.revision?.number ?? 0, instances, bytes },
    ...{ receivedAt: file.receivedAt, endedAt: file.revision?.ended?.at },
  });

  return {
    stage: () => openStaging(folder),
    take: async (instances) => {
      const placed = new Map<ReceivedInstance, Placed>();
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
        if (entry.file.server !== server) await update(entry, { ...entry.file, server });
        if (entry.fresh === 0 && !entry.isInProgress) arrived(entry, 0, 0);
        entry.fresh = 1;
      }),
    next: async (stop) => {
      while (!stop.aborted) {
        const first = dueFirst();
        const waitMs = first === undefined ? undefined : first.atMs - now();
        if (first === undefined || (waitMs ?? 0) > 0) {
          await untilChange(stop, waitMs);
          continue;
        }
        first.entry.isInProgress = true;
        first.entry.begunMs = now();
        waiting.delete(first.entry);
        try {
          return await begin(first.entry);
        } catch (error) {
          first.entry.isInProgress = false;
          waiting.add(first.entry);
          throw error;
        }
      }
      return undefined;
    },
    ended: ({ studyUid, revision }, records) =>
      within(studyKey(studyUid), async () => {
        const entry = await known(studyUid);
        const results = join(entry.folder, RESULTS);
        await mkdir(results, { recursive: true });
        await replaceFile(join(results, `${revision.number}.json`), [`${JSON.stringify(records)}\n`]);
        const state = records.some(({ error }) => error !== undefined) ? 'failed' : 'graded';
        const ended = { at: date().toISOString(), state } as const;
        await update(entry, { ...entry.file, revision: { ...revision, ended } });
        entry.isInProgress = false;
        if (entry.fresh > 0) waiting.add(entry);
        changed();
      }),
    returned: ({ studyUid }) => {
      const entry = entries.get(studyUid);
      if (entry === undefined) return;
      entry.isInProgress = false;
      waiting.add(entry);
      changed();
    },
    studies: () => [...entries.values()].map(summary),
    study: (studyUid) => {
      const entry = entries.get(studyUid);
      return entry && summary(entry);
    },
    results: async (studyUid) => {
      const entry = entries.get(studyUid);
      const records: StudyRecord[] = [];
      for (let number = 1; entry !== undefined && number <= (entry.file.revision?.number ?? 0); number++) {
        const path = join(entry.folder, RESULTS, `${number}.json`);
        const text = await readFile(path, 'utf8').catch(() => undefined); // in progress
        if (text !== undefined) records.push(...recordsIn(text, path));
      }
      return records;
    },
    counts: () => {
      const counts = Object.fromEntries(STUDY_STATES.map((state) => [state, 0])) as Record<StudyState, number>;
      for (const entry of entries.values()) counts[stateOf(entry, quietMs, now())]++;
      return counts;
    },
    workSinceMs: () => {
      const since = [...entries.values()].flatMap((entry) => {
        if (entry.isInProgress) return [entry.begunMs];
        const due = dueMs(entry, quietMs);
        return due !== undefined && due <= now() ? [Math.max(due, openedMs)] : [];
      });
      return since.length === 0 ? undefined : since.reduce((a, b) => Math.min(a, b));
    },
    removeInstances: async (endedBefore) => {
      let removed = 0;
      for (const entry of entries.values()) {
        const endedAt = entry.file.revision?.ended?.at;
        if (endedAt === undefined || entry.instances === 0 || new Date(endedAt) >= endedBefore) continue;
        await within(entry.key, async () => {
          if (entry.fresh > 0 || entry.isInProgress) return;
          await rm(join(entry.folder, INSTANCES), { recursive: true, force: true });
          [entry.instances, entry.bytes] = [0, 0];
          removed++;
        });
      }
      return removed;
    },
  };
};

const recordsIn = (text: string, path: string): readonly StudyRecord[] => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw inboxCorrupt(path, cause);
  }
};
