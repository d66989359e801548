import { constants, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { JOURNAL } from '../../core/study-record.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { isMissing } from '../../files/error-code.ts';
import { outputUnwritable } from '../../files/errors.ts';
import { type JournalHeader, recordAt } from '../journal/journal.ts';
import type { JournalLine } from '../journal/journal-index.ts';
import { differenceOf } from './difference.ts';
import { partDamaged, resultsContradict } from './errors.ts';
import { inStep } from './in-step.ts';
import type { Part } from './open-part.ts';

/** A study's result in one of the parts. */
interface Copy {
  readonly part: Part;
  readonly line: JournalLine;
}

export interface MergedCounts {
  /** Studies with results in several parts. */
  readonly doubled: number;
  /** Those that failed in one part and were graded in another; the grades count. */
  readonly failedElsewhere: number;
}

interface Merging {
  readonly out: string;
  readonly header: Omit<JournalHeader, 'format'>;
  readonly tolerance: number;
  readonly onStudy?: ((studyId: string) => void) | undefined;
}

const CHUNK = 2 ** 20;

/**
 * Writes the journal of the whole, in natural order of the studies, and copies the files of outputs. Holds one record
 * per part in memory. The journal is written atomically.
 * @throws RESULTS_CONTRADICT, PART_DAMAGED, DISK_FULL, OUTPUT_UNWRITABLE
 */
export const writeMergedJournal = async (
  parts: readonly Part[],
  { out, header, tolerance, onStudy }: Merging,
): Promise<MergedCounts> => {
  let [doubled, failedElsewhere] = [0, 0];
  const copy = fileCopier(out);
  async function* chunks(): AsyncGenerator<string> {
    let madeWith = header.madeWith;
    let text = `${JSON.stringify({ format: 'spinestream-journal-1', ...header })}\n`;
    const sequences = parts.map((part) => part.index.inOrder());
    for (const copies of inStep(sequences, ([a], [b]) => compareIds(a, b))) {
      const [studyId] = copies[0]!.value;
      const found = copies.map(({ value: [, line], sequence }) => ({ part: parts[sequence]!, line }));
      const { record, part, line } = await chosen(found, tolerance);
      doubled += Number(copies.length > 1);
      failedElsewhere += Number(!line.failed && found.some((one) => one.line.failed));
      for (const path of record.files ?? []) await copy(part, path);
      const version = part.versions[line.version];
      if (version !== madeWith && version !== undefined) text += `${JSON.stringify({ madeWith: version })}\n`;
      madeWith = version ?? madeWith;
      text += `${JSON.stringify(record)}\n`;
      onStudy?.(studyId);
      if (text.length >= CHUNK) {
        yield text;
        text = '';
      }
    }
    yield text;
  }
  await replaceFile(join(out, JOURNAL), chunks());
  return { doubled, failedElsewhere };
};

/**
 * The first of several equal copies; if a study failed in one part and was graded in another, the graded one. @throws
 * RESULTS_CONTRADICT
 */
const chosen = async (copies: readonly Copy[], tolerance: number): Promise<Copy & { readonly record: StudyRecord }> => {
  const graded = copies.filter(({ line }) => !line.failed);
  const [first, ...others] = graded.length > 0 ? graded : copies.slice(0, 1);
  const record = await recordAt(first!.part.file, first!.line);
  for (const other of others) {
    const difference = differenceOf(record, await recordAt(other.part.file, other.line), tolerance);
    if (difference !== undefined)
      throw resultsContradict(record.studyId, [first!.part.folder, other.part.folder], difference, tolerance);
  }
  return { ...first!, record };
};

/** Copies files of parts to the same relative paths below a folder. */
const fileCopier = (out: string): ((part: Part, path: string) => Promise<void>) => {
  const made = new Set<string>();
  return async ({ folder, name, fileAt }, path) => {
    const to = join(out, path);
    try {
      if (!made.has(dirname(to))) await mkdir(dirname(to), { recursive: true });
      made.add(dirname(to));
      await copyFile(await fileAt(path), to, constants.COPYFILE_FICLONE);
    } catch (cause) {
      throw isMissing(cause) ? partDamaged(folder, name, `it lacks ${path}`) : outputUnwritable(to, cause);
    }
  };
};
