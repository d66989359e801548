import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { StudyRecord } from '../core/study-record.ts';
import { appendDurably, syncFolder } from '../files/atomic-write.ts';
import { outputUnwritable } from '../files/errors.ts';
import { journalCorrupt, journalForeign } from './errors.ts';

/** What results follow from. */
export type OriginPart = 'pipeline' | 'models' | 'backend' | 'descriptions' | 'studies';

/** What the records of a journal belong to; one of another run is not continued. */
export interface JournalHeader {
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
  readonly find: (studyId: string) => (Pick<StudyRecord, 'input'> & { readonly failed: boolean }) | undefined;
  readonly close: () => Promise<void>;
}

interface Line {
  readonly offset: number;
  readonly length: number;
  readonly failed: boolean;
  readonly input: string;
}

/**
 * Opens a journal to append to; a record that a crash cut short is removed. A new file gets the header.
 * @throws JOURNAL_FOREIGN where the file belongs to another run, JOURNAL_CORRUPT naming the line, DISK_FULL, OUTPUT_UNWRITABLE
 */
export const openJournal = async (path: string, owner: Omit<JournalHeader, 'format'>): Promise<Journal> => {
  const file = await open(path, 'a+').catch((cause: unknown) => {
    throw outputUnwritable(path, cause);
  });
  const lines = new Map<string, Line>();
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
    const there = await readExisting(file, path, owner, { lines, versions });
    if (there > 0) return there;
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
    lines.set(record.studyId, {
      offset: size,
      length,
      failed: record.error !== undefined,
      input: record.input,
    });
    size += length;
  };
  return {
    append: (record) => {
      last = last.then(() => write(record));
      return last;
    },
    madeEarlierWith,
    records: () => recordsOf(file, inOrder(lines)),
    find: (studyId) => lines.get(studyId),
    close: () => file.close(),
  };
};

const collator = new Intl.Collator('en', { numeric: true });

const inOrder = (lines: ReadonlyMap<string, Line>): readonly Line[] =>
  [...lines].sort(([a], [b]) => collator.compare(a, b) || (a < b ? -1 : Number(a > b))).map(([, line]) => line);

async function* recordsOf(file: FileHandle, lines: readonly Line[]): AsyncGenerator<StudyRecord> {
  for (const { offset, length } of lines) {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    yield JSON.parse(buffer.toString('utf8'));
  }
}

/** Indexes the complete lines, cuts an incomplete last one off, and returns the size of what stays. */
const readExisting = async (
  file: FileHandle,
  path: string,
  owner: Omit<JournalHeader, 'format'>,
  found: { readonly lines: Map<string, Line>; readonly versions: string[] },
): Promise<number> => {
  const { size } = await file.stat();
  if (size === 0) return 0;
  const complete = await completeLength(file, size);
  if (complete < size) await file.truncate(complete);
  let offset = 0;
  let number = 0;
  for await (const text of createInterface({
    input: createReadStream(path, { encoding: 'utf8' }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const length = Buffer.byteLength(text) + 1;
    const parsed = parsedLine(text, path, ++number);
    const isForeign = parsed.format !== 'spinestream-journal-1' || parsed.fingerprint !== owner.fingerprint;
    if (number === 1 && isForeign) throw journalForeign(path, differences(parsed.origin, owner.origin));
    if (typeof parsed.madeWith === 'string') found.versions.push(parsed.madeWith);
    else if (typeof parsed.studyId === 'string') {
      found.lines.set(parsed.studyId, {
        offset,
        length,
        failed: parsed.error !== undefined,
        input: String(parsed.input),
      });
    } else if (number > 1) throw journalCorrupt(path, number);
    offset += length;
  }
  return complete;
};

/** Names of the parts that differ. */
const differences = (there: unknown, here: JournalHeader['origin'] = {}): readonly string[] => {
  const earlier = new Map(Object.entries(typeof there === 'object' && there !== null ? there : {}));
  return Object.keys(here).filter((name) => earlier.get(name) !== here[name]);
};

const parsedLine = (text: string, path: string, line: number): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(text);
    return { ...(typeof parsed === 'object' && parsed) };
  } catch (cause) {
    throw journalCorrupt(path, line, cause);
  }
};

const NEWLINE = 0x0a;

const BLOCK = 64 * 1024;

const completeLength = async (file: FileHandle, size: number): Promise<number> => {
  const block = Buffer.alloc(BLOCK);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - BLOCK);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const newline = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
};
