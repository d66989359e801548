import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StudyRecord } from '../core/study-record.ts';
import { appendDurably, syncFolder } from '../files/atomic-write.ts';
import { outputUnwritable } from '../files/errors.ts';
import { journalForeign } from './errors.ts';
import { type JournalLine, journalIndex } from './journal-index.ts';
import { readJournal } from './read-journal.ts';
import type { Shard } from './shards/shard.ts';

/** What results follow from. */
export type OriginPart = 'pipeline' | 'models' | 'backend' | 'descriptions' | 'studies';

/** Which part of a whole a run makes, where other runs make the others. */
export interface JournalPart {
  readonly shard?: Shard | undefined;
  /** Whoever takes studies from this queue, too. */
  readonly queue?: string | undefined;
}

/** What the records of a journal belong to; one of another run is not continued. */
export interface JournalHeader extends JournalPart {
  readonly format: 'spinestream-journal-1';
  readonly fingerprint: string;
  /** Hashes of what the fingerprint is made of. */
  readonly origin?: Readonly<Record<string, string>> | undefined;
  /** The programs that make the records, with their versions. */
  readonly madeWith?: string | undefined;
}

/** Stands before the first record that other versions made. */
type VersionsLine = Required<Pick<JournalHeader, 'madeWith'>>;

/** A file of one record a line, each on the disk before `append` returns. */
export interface Journal {
  readonly append: (record: StudyRecord) => Promise<void>;
  /** One record a study, in natural order of their ids whatever the order of completion; one in memory at a time. */
  readonly records: () => AsyncGenerator<StudyRecord>;
  /** Other versions that made some of the records, as far as the file tells. */
  readonly madeEarlierWith: readonly string[];
  /** What is known of a study without reading its record; of several records of a study the last one counts. */
  readonly find: (studyId: string) => Pick<JournalLine, 'input' | 'failed'> | undefined;
  /** The record of a study. */
  readonly read: (studyId: string) => Promise<StudyRecord | undefined>;
  /** Of its complete records, all on the disk. */
  readonly bytes: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Opens a journal to append to; a record that a crash cut short is removed. A new file gets the header.
 * @throws JOURNAL_FOREIGN where the file belongs to another run, JOURNAL_CORRUPT naming the line, DISK_FULL, OUTPUT_UNWRITABLE
 */
export const openJournal = async (path: string, owner: Omit<JournalHeader, 'format'>): Promise<Journal> => {
  const file = await open(path, 'a+').catch((cause: unknown) => {
    throw outputUnwritable(path, cause);
  });
  const index = journalIndex();
  const versions: string[] = [];
  /** @returns bytes of the line */
  const writeLine = async (content: StudyRecord | JournalHeader | VersionsLine): Promise<number> => {
    const text = `${JSON.stringify(content)}\n`;
    await appendDurably(file, text).catch((cause: unknown) => {
      throw outputUnwritable(path, cause);
    });
    return Buffer.byteLength(text);
  };
  const { madeWith } = owner;
  const start = async (): Promise<number> => {
    const { end } = await readJournal(file, path, {
      index,
      versions,
      onHeader: (header) => refuseOther(path, header, owner),
    });
    if (end < (await file.stat()).size) await file.truncate(end);
    if (end > 0) return end;
    if (madeWith !== undefined) versions.push(madeWith);
    const length = await writeLine({ format: 'spinestream-journal-1', ...owner });
    await syncFolder(dirname(path));
    return length;
  };
  let size = await start().catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
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
    records: async function* () {
      for (const [, line] of index.inOrder()) yield recordAt(file, line);
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

/** The record of a line. */
export const recordAt = async (
  file: FileHandle,
  { offset, length }: Pick<JournalLine, 'offset' | 'length'>,
): Promise<StudyRecord> => {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
  return JSON.parse(buffer.toString('utf8'));
};

type Facts = Readonly<Record<string, unknown>>;

/** @throws JOURNAL_FOREIGN where the header of a journal is that of another run, or of another part of it */
const refuseOther = (path: string, there: Facts, here: Omit<JournalHeader, 'format'>): void => {
  const parts = (['shard', 'queue'] as const).filter(
    (name) => JSON.stringify(there[name]) !== JSON.stringify(here[name]),
  );
  if (there.format === 'spinestream-journal-1' && there.fingerprint === here.fingerprint && parts.length === 0) return;
  throw journalForeign(path, [...differences(there.origin, here.origin), ...parts]);
};

/** Names of the parts of an origin that differ. */
export const differences = (there: unknown, here: JournalHeader['origin'] = {}): readonly string[] => {
  const earlier = new Map(Object.entries(typeof there === 'object' && there !== null ? there : {}));
  return Object.keys(here).filter((name) => earlier.get(name) !== here[name]);
};
