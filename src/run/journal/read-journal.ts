import type { FileHandle } from 'node:fs/promises';
import { journalCorrupt } from '../errors.ts';
import type { JournalIndex } from './journal-index.ts';
import { linesWithPlaces } from './journal-lines.ts';

type Facts = Readonly<Record<string, unknown>>;

interface Reader {
  /** Receives every record's position. */
  readonly index: JournalIndex;
  /** Receives the versions that made records, in order. */
  readonly versions: string[];
  /** Called with the header, before any record is read. */
  readonly onHeader: (header: Facts) => void;
}

/**
 * Reads a journal into an index, without its records.
 * @returns end of its last complete line, which a truncated record may follow, and the salt of hashed names
 * @throws JOURNAL_CORRUPT naming the line
 */
export const readJournal = async (
  file: FileHandle,
  path: string,
  { index, versions, onHeader }: Reader,
): Promise<{ readonly end: number; readonly nameSalt: string | undefined }> => {
  let [number, end] = [0, 0];
  let nameSalt: string | undefined;
  for await (const { text, offset, length, hasEnd } of linesWithPlaces(file)) {
    if (!hasEnd) break;
    const parsed = parsedLine(text, path, ++number);
    end = offset + length;
    if (number === 1) onHeader(parsed);
    if (typeof parsed.nameSalt === 'string') nameSalt = parsed.nameSalt;
    if (typeof parsed.madeWith === 'string') versions.push(parsed.madeWith);
    else if (typeof parsed.studyId === 'string')
      index.set(parsed.studyId, {
        offset,
        length,
        failed: parsed.error !== undefined,
        input: String(parsed.input),
        version: Math.max(0, versions.length - 1),
      });
    else if (number > 1 && typeof parsed.nameSalt !== 'string') throw journalCorrupt(path, number);
  }
  return { end, nameSalt };
};

const parsedLine = (text: string, path: string, line: number): Facts => {
  try {
    const parsed: unknown = JSON.parse(text);
    return { ...(typeof parsed === 'object' && parsed) };
  } catch (cause) {
    throw journalCorrupt(path, line, cause);
  }
};
