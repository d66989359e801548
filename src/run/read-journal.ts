import type { FileHandle } from 'node:fs/promises';
import { journalCorrupt } from './errors.ts';
import type { JournalIndex } from './journal-index.ts';
import { linesWithPlaces } from './journal-lines.ts';

type Facts = Readonly<Record<string, unknown>>;

interface Reader {
  /** Gets every record's place. */
  readonly index: JournalIndex;
  /** Gets the versions that made records, in their order. */
  readonly versions: string[];
  /** Called before anything else is read. */
  readonly onHeader: (header: Facts) => void;
}

/**
 * Reads a journal into an index, without its records.
 * @returns where its last complete line ends; what follows is a record that a crash cut short
 * @throws JOURNAL_CORRUPT naming the line
 */
export const readJournal = async (
  file: FileHandle,
  path: string,
  { index, versions, onHeader }: Reader,
): Promise<{ readonly end: number }> => {
  let [number, end] = [0, 0];
  for await (const { text, offset, length, hasEnd } of linesWithPlaces(file)) {
    if (!hasEnd) break;
    const parsed = parsedLine(text, path, ++number);
    end = offset + length;
    if (number === 1) onHeader(parsed);
    if (typeof parsed.madeWith === 'string') versions.push(parsed.madeWith);
    else if (typeof parsed.studyId === 'string')
      index.set(parsed.studyId, {
        offset,
        length,
        failed: parsed.error !== undefined,
        input: String(parsed.input),
        version: Math.max(0, versions.length - 1),
      });
    else if (number > 1) throw journalCorrupt(path, number);
  }
  return { end };
};

const parsedLine = (text: string, path: string, line: number): Facts => {
  try {
    const parsed: unknown = JSON.parse(text);
    return { ...(typeof parsed === 'object' && parsed) };
  } catch (cause) {
    throw journalCorrupt(path, line, cause);
  }
};
