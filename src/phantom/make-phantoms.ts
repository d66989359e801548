import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../files/error-code.ts';
import { createFolders } from '../files/make-folder.ts';
import { challengeTables, type StudyRows, studyRows } from './challenge-tables.ts';
import { dicomFile } from './dicom-file.ts';
import { badDifficulty, badSeed, badStudyCount, outputNotEmpty, outputNotFolder, outputUnwritable } from './errors.ts';
import { type PhantomStudy, type PhantomStudyOptions, phantomStudy } from './phantom-study.ts';

export interface PhantomOptions extends PhantomStudyOptions {
  /** Number of studies; study i of a seed does not depend on it. */
  readonly studies: number;
  readonly seed: number;
  /** A new or empty folder. */
  readonly out: string;
  readonly onStudy?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

const check = ({ studies, seed, difficulty = 0 }: PhantomOptions): void => {
  if (!Number.isSafeInteger(studies) || studies < 1) throw badStudyCount(studies);
  if (!Number.isSafeInteger(seed) || seed < 0) throw badSeed(seed);
  if (!(difficulty >= 0 && difficulty <= 1)) throw badDifficulty(difficulty);
};

const entriesOf = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw outputNotFolder(folder, error);
  }
};

const writeImages = async (out: string, study: PhantomStudy): Promise<void> => {
  for (const series of study.series) {
    const folder = join(out, 'train_images', study.id, series.id);
    await createFolders(folder);
    for (const slice of series.slices) {
      await writeFile(join(folder, `${slice.fileNumber}.dcm`), dicomFile(study, series, slice));
    }
  }
};

/** The error of a failed write in `out`. */
const unwritable = (out: string) => (cause: unknown) => Promise.reject(outputUnwritable(out, cause));

/**
 * Writes synthetic studies with their truth in the challenge's layout: DICOM files, three CSV files and truth.json.
 * Holds one study in memory at a time. Writes the tables last, ending with train.csv: a folder without it is unfinished.
 * @throws SpineError on a bad count or seed, or a non-empty output folder; the signal's reason when aborted
 */
export const makePhantoms = async (o: PhantomOptions): Promise<{ studyIds: readonly string[] }> => {
  check(o);
  const [first] = await entriesOf(o.out);
  if (first !== undefined) throw outputNotEmpty(o.out, first);
  const failed = unwritable(o.out);
  await createFolders(o.out).catch(failed);
  const rows: StudyRows[] = [];
  const studyIds: string[] = [];
  for (let index = 0; index < o.studies; index++) {
    o.signal?.throwIfAborted();
    const study = phantomStudy(o.seed, index, o);
    await writeImages(o.out, study).catch(failed);
    rows.push(studyRows(study));
    studyIds.push(study.id);
    o.onStudy?.(index + 1, o.studies);
  }
  for (const [name, text] of challengeTables(o.seed, rows)) await writeFile(join(o.out, name), text).catch(failed);
  return { studyIds };
};
