import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { isRecord } from '../../domain/is-record.ts';
import { appendDurably, syncFolder } from '../../files/atomic-write.ts';
import { outputUnwritable } from '../../files/errors.ts';
import { journalForeign, type VariableChange } from '../errors.ts';
import type { Shard } from '../shards/shard.ts';
import { type JournalLine, journalIndex } from './journal-index.ts';
import { readJournal } from './read-journal.ts';

/** Dependencies of the results. */
export type OriginPart = 'pipeline' | 'models' | 'backend' | 'descriptions' | 'studies';

/** This run's share of a whole that several runs grade. */
export interface JournalPart {
  readonly shard?: Shard | undefined;
  /** The queue of studies, if shared with other workers. */
  readonly queue?: string | undefined;
}

/** Origin of a journal's records; a journal of another origin is not resumed. */
export interface JournalHeader extends JournalPart {
  readonly format: 'spinestream-journal-1';
  readonly fingerprint: string;
  /** Hashes of the fingerprint's parts. */
  readonly origin?: Readonly<Record<string, string>> | undefined;
  /** Values of the pipeline's variables, to name those that differ. */
  readonly variables?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Programs with versions that made the records. */
  readonly madeWith?: string | undefined;
  /** Salt of hashed names; random unless it was given. */
  readonly nameSalt?: string | undefined;
}

/** Precedes the first record of other versions. */
type VersionsLine = Required<Pick<JournalHeader, 'madeWith'>>;

/** Follows the records of a version that hashed names with the fingerprint. */
type SaltLine = Required<Pick<JournalHeader, 'nameSalt'>>;

const SALT_BYTES = 16;

/** A salt without which no id can be found by hashing all candidates. */
export const randomSalt = (): string => randomBytes(SALT_BYTES).toString('hex');

/** A file with one record per line; `append` returns once the record is on disk. */
export interface Journal {
  readonly append: (record: StudyRecord) => Promise<void>;
  /**
   * One record per study, in natural order of the ids, regardless of completion order; holds one in memory at a time.
   */
  readonly records: () => AsyncGenerator<StudyRecord>;
  /** Other versions that made some of the records, as far as recorded. */
  readonly madeEarlierWith: readonly string[];
  /** Whether it was created now, so that it holds nothing to lose yet. */
  readonly isNew: boolean;
  /** Salt of hashed names: the same for a resumed run, and not derivable from anything but the journal. */
  readonly nameSalt: string;
  /** Number of studies whose result an earlier run wrote. */
  readonly earlier: () => number;
  /** Key facts of a study without reading its record; the last record of a study counts. */
  readonly find: (studyId: string) => Pick<JournalLine, 'input' | 'failed'> | undefined;
  /** The record of a study. */
  readonly read: (studyId: string) => Promise<StudyRecord | undefined>;
  /** Size of its complete records, all on disk. */
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Opens a journal to append to, and removes a truncated record. A new file gets the header.
 * @throws JOURNAL_FOREIGN if the file belongs to another run, JOURNAL_CORRUPT naming the line, DISK_FULL,
 * OUTPUT_UNWRITABLE
 */
export const openJournal = async (path: string, owner: Omit<JournalHeader, 'format'>): Promise<Journal> => {
  const file = await open(path, 'a+').catch((cause: unknown) => {
    throw outputUnwritable(path, cause);
  });
  const index = journalIndex();
  const versions: string[] = [];
  /** @returns size of the line in bytes */
  const writeLine = async (content: StudyRecord | JournalHeader | VersionsLine | SaltLine): Promise<number> => {
    const text = `${JSON.stringify(content)}\n`;
    await appendDurably(file, text).catch((cause: unknown) => {
      throw outputUnwritable(path, cause);
    });
    return Buffer.byteLength(text);
  };
  const { madeWith } = owner;
  const start = async (): Promise<Pick<Journal, 'isNew' | 'nameSalt'> & { readonly end: number }> => {
    const { end, nameSalt: kept } = await readJournal(file, path, {
      index,
      versions,
      onHeader: (header) => refuseOther(path, header, owner),
    });
    if (end < (await file.stat()).size) await file.truncate(end);
    const nameSalt = kept ?? owner.nameSalt ?? randomSalt();
    if (end > 0)
      return { end: kept === undefined ? end + (await writeLine({ nameSalt })) : end, nameSalt, isNew: false };
    if (madeWith !== undefined) versions.push(madeWith);
    const length = await writeLine({ format: 'spinestream-journal-1', ...owner, nameSalt });
    await syncFolder(dirname(path));
    return { end: length, nameSalt, isNew: true };
  };
  const started = await start().catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  let size = started.end;
  const madeEarlierWith = [...new Set(versions.filter((one) => one !== madeWith))];
  let last: Promise<void> = Promise.resolve();
  const write = async (record: StudyRecord): Promise<void> => {
    if (madeWith !== undefined && versions.at(-1) !== madeWith) {
      const before = await writeLine({ madeWith });
      size += before;
      versions.push(madeWith);
    }
    const length = await writeLine(record);
    index.set(record.studyId, {
      offset: size,
      length,
      failed: record.error !== undefined,
      input: record.input,
      version: Math.max(0, versions.length - 1),
    });
    size += length;
  };
  return {
    append: (record) => {
      last = last.then(() => write(record));
      return last;
    },
    madeEarlierWith,
    isNew: started.isNew,
    nameSalt: started.nameSalt,
    records: async function* () {
      for (const [, line] of index.inOrder()) yield recordAt(file, line);
    },
    earlier: () => {
      let count = 0;
      for (const [, { offset }] of index.inOrder()) count += Number(offset < started.end);
      return count;
    },
    find: index.get,
    read: async (studyId) => {
      const line = index.get(studyId);
      return line && recordAt(file, line);
    },
    bytes: () => size,
    close: () => file.close(),
  };
};

/** Parses a line into a record. */
export const recordAt = async (
  file: FileHandle,
  { offset, length }: Pick<JournalLine, 'offset' | 'length'>,
): Promise<StudyRecord> => {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
  return JSON.parse(buffer.toString('utf8'));
};

type Facts = Readonly<Record<string, unknown>>;

/** @throws JOURNAL_FOREIGN if the header belongs to another run, or to another part of it */
const refuseOther = (path: string, there: Facts, here: Omit<JournalHeader, 'format'>): void => {
  const parts = (['shard', 'queue'] as const).filter(
    (name) => JSON.stringify(there[name]) !== JSON.stringify(here[name]),
  );
  if (there.format === 'spinestream-journal-1' && there.fingerprint === here.fingerprint && parts.length === 0) return;
  throw journalForeign(path, [...differences(there.origin, here.origin), ...parts], variableChanges(there, here));
};

/** The variables of two journals that differ. None if one of them records no variables. */
export const variableChanges = (
  there: { readonly variables?: unknown },
  here: Pick<JournalHeader, 'variables'>,
): readonly VariableChange[] => {
  const [earlier, now] = [there.variables, here.variables];
  if (!isRecord(earlier) || now === undefined) return [];
  const names = [...new Set([...Object.keys(earlier), ...Object.keys(now)])];
  return names
    .map((name) => ({ name, there: earlier[name], here: now[name] }))
    .filter((change) => change.there !== change.here);
};

/** Names of the parts of an origin that differ. */
export const differences = (there: unknown, here: JournalHeader['origin'] = {}): readonly string[] => {
  const earlier = new Map(Object.entries(typeof there === 'object' && there !== null ? there : {}));
  return Object.keys(here).filter((name) => earlier.get(name) !== here[name]);
};
