import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import { JOURNAL } from '../../core/study-record.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import {
  type ComparedRun,
  type ComparedRuns,
  type ComparedStudy,
  type KeyPictures,
  largestChange,
  largestConfidenceChange,
  largestMoveMm,
  referralChanges,
} from '../../report/comparison/compared-study.ts';
import { comparisonIndex, type IndexedDifference } from '../../report/comparison/comparison-index.ts';
import { comparisonPage } from '../../report/comparison/comparison-page.ts';
import { keyPictures } from '../../report/comparison/key-pictures.ts';
import { differencesText } from '../../run/errors.ts';
import { differences, randomSalt, recordAt, variableChanges } from '../../run/journal/journal.ts';
import type { JournalLine } from '../../run/journal/journal-index.ts';
import { inStep } from '../../run/merge/in-step.ts';
import { openResults, type Results } from '../../run/merge/open-part.ts';
import { productVersion } from '../../run/product-version.ts';
import { writeFiles } from '../../run/result-files.ts';
import { report } from '../../streams/outputs/report/report.ts';
import { reportNames } from '../../streams/outputs/report/report-names.ts';
import type { StudyFolderOptions } from '../../streams/sources/study-folder.ts';
import { type Comparing, comparedStudy } from './compare-study.ts';
import { comparisonHead, comparisonRows } from './comparison-table.ts';
import {
  comparisonIntoOther,
  comparisonIntoRun,
  comparisonNotEmpty,
  comparisonOfOne,
  nothingInCommon,
} from './errors.ts';
import { keypointMoves } from './keypoint-moves.ts';

/** Options of `compareRuns`. */
export interface CompareOptions {
  /** Results folders (or s3:// addresses) of two runs over the same studies. */
  readonly runs: readonly [a: string, b: string];
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  /** The studies, for distances in millimetres; default: those that the record of the first run names, if they are there. */
  readonly studies?: StudyFolderOptions | undefined;
  /** Largest difference of a number that counts as none; default 1e-6. */
  readonly tolerance?: number | undefined;
  /** Name studies by their ids on the pages. */
  readonly withIdentifiers?: boolean | undefined;
  readonly onStudy?: (() => void) | undefined;
}

/** What a comparison of two runs found, in studies and locations. */
export interface ComparisonSummary {
  readonly inBoth: number;
  readonly onlyInA: number;
  readonly onlyInB: number;
  readonly equal: number;
  readonly different: number;
  /** Locations that both runs graded, and differently. */
  readonly gradeChanges: number;
  /** Locations that only one of the runs graded or saw. */
  readonly gradedInOne: number;
  readonly largestChange: number;
  /** Locations with another confidence in their grade. */
  readonly confidenceChanges: number;
  /** Locations that only one of the runs refers to a reader. */
  readonly referredInOne: number;
  /** Codes of the reasons why moves are unknown in mm, each with its number of studies. */
  readonly distancesUnknown: Readonly<Record<string, number>>;
}

const COMPARISON_TABLE = 'comparison.csv';
const FOLDER = 'report';
const DEFAULT_TOLERANCE = 1e-6;

/**
 * Compares two runs study by study, and writes a page for each study that differs, an index with the largest
 * differences first, and `comparison.csv`. Only reads the runs; holds two records at a time in memory.
 * @throws PART_MISSING, JOURNAL_CORRUPT, COMPARISON_*, OUTPUT_*
 *
 * @example
 * import { gradeStudies } from 'spinestream';
 * import { compareRuns } from 'spinestream/evaluation';
 *
 * await gradeStudies({ pipeline: 'demo', studies: 'data', models: 'weights/nano', out: 'again' });
 * const { inBoth, equal } = await compareRuns({ runs: ['results', 'again'], out: 'comparison' });
 * [inBoth, equal]; // [5, 5]
 */
export const compareRuns = async (options: CompareOptions): Promise<ComparisonSummary> => {
  const [a, b] = options.runs;
  if (resolve(a) === resolve(b)) throw comparisonOfOne(a);
  const one = await openResults(a);
  try {
    const other = await openResults(b);
    try {
      await claimed(options);
      return await compared(one, other, options);
    } finally {
      await other.close();
    }
  } finally {
    await one.close();
  }
};

/** @throws COMPARISON_INTO_RUN, COMPARISON_INTO_OTHER, OUTPUT_NOT_EMPTY, OUTPUT_UNWRITABLE */
const claimed = async ({ out, overwrite = false }: CompareOptions): Promise<void> => {
  if (existsSync(join(out, JOURNAL))) throw comparisonIntoRun(out);
  await makeFolder(out);
  const found = await readdir(out);
  if (found.length === 0) return;
  if (!overwrite) throw comparisonNotEmpty(out, found.slice(0, 3).join(', '));
  const isOwn = found.some((name) => name.startsWith(COMPARISON_TABLE)); // with an ending where an earlier one was stopped
  if (!isOwn) throw comparisonIntoOther(out, found.slice(0, 3).join(', '));
  for (const name of [FOLDER, COMPARISON_TABLE]) await rm(join(out, name), { recursive: true, force: true });
};

interface Pair {
  readonly studyId: string;
  readonly a: JournalLine | undefined;
  readonly b: JournalLine | undefined;
}

function* pairsOf(one: Results, other: Results): Generator<Pair> {
  const sequences = [one, other].map(({ index }) => index.inOrder());
  for (const copies of inStep(sequences, ([a], [b]) => compareIds(a, b))) {
    const lineOf = (sequence: number) => copies.find((copy) => copy.sequence === sequence)?.value[1];
    yield { studyId: copies[0]!.value[0], a: lineOf(0), b: lineOf(1) };
  }
}

const runOf = ({ folder, header, record }: Results): ComparedRun => ({
  name: basename(folder),
  spinestream: record?.spinestream ?? header.madeWith ?? 'unknown',
  pipeline: record?.pipeline.name ?? 'unknown',
  models: record?.models ?? [],
});

const differencesOf = ({ header: a }: Results, { header: b }: Results): readonly string[] =>
  a.fingerprint === b.fingerprint
    ? []
    : differencesText(differences(a.origin, b.origin), variableChanges(a, b), ['in A', 'in B']);

/** The studies of a run, if they still lie where it read them. */
const recordedStudies = ({ record }: Results): StudyFolderOptions | undefined => {
  const { studies, followLinks } = record?.options ?? {};
  const { descriptions } = record?.source ?? {};
  if (typeof studies !== 'string' || !existsSync(studies)) return undefined;
  const isThere = typeof descriptions === 'string' && existsSync(descriptions);
  return { root: studies, followLinks: followLinks === true, ...(isThere && { descriptions }) };
};

const compared = async (one: Results, other: Results, options: CompareOptions): Promise<ComparisonSummary> => {
  const { out, tolerance = DEFAULT_TOLERANCE, withIdentifiers = false, onStudy } = options;
  const salt = randomSalt();
  const runs: ComparedRuns = {
    a: runOf(one),
    b: runOf(other),
    differences: differencesOf(one, other),
    spinestream: productVersion(),
  };
  const moves = await keypointMoves(options.studies ?? recordedStudies(one));
  const listed: IndexedDifference[] = [];
  let [inBoth, onlyInA, onlyInB] = [0, 0, 0];
  async function* rows(): AsyncGenerator<string> {
    yield comparisonHead();
    for (const { studyId, a, b } of pairsOf(one, other)) {
      onStudy?.();
      onlyInA += Number(b === undefined);
      onlyInB += Number(a === undefined);
      if (a === undefined || b === undefined) continue;
      inBoth++;
      const { study: label, page } = reportNames({ id: studyId, series: [] }, { withIdentifiers, salt });
      const records = [await recordAt(one.file, a), await recordAt(other.file, b)] as const;
      const comparing: Comparing = { tolerance, distanceMm: moves.of(studyId) };
      const study = await comparedStudy(...records, label, comparing);
      if (study === undefined) continue;
      const path = `studies/${page}.html`;
      const pictures = { a: await picturesOf(one, records[0]), b: await picturesOf(other, records[1]) };
      await writeFiles(join(out, FOLDER), [{ path, content: comparisonPage(study, runs, pictures) }]);
      listed.push(listedOf(study, path));
      yield comparisonRows(studyId, `${FOLDER}/${path}`, study);
    }
    if (inBoth === 0) throw nothingInCommon(...options.runs);
  }
  await replaceFile(join(out, COMPARISON_TABLE), rows());
  const counts = { inBoth, onlyInA, onlyInB, equal: inBoth - listed.length };
  await writeFiles(join(out, FOLDER), [{ path: 'index.html', content: comparisonIndex(listed, counts, runs) }]);
  return {
    ...counts,
    different: listed.length,
    gradeChanges: listed.reduce((sum, { graver, milder }) => sum + graver + milder, 0),
    gradedInOne: listed.reduce((sum, { onlyInOne }) => sum + onlyInOne, 0),
    largestChange: listed.reduce((most, study) => Math.max(most, study.largestChange ?? 0), 0),
    confidenceChanges: listed.reduce((sum, { confidences }) => sum + confidences, 0),
    referredInOne: listed.reduce((sum, { referredInOne }) => sum + referredInOne, 0),
    distancesUnknown: Object.fromEntries(moves.unknown),
  };
};

const listedOf = (study: ComparedStudy, page: string): IndexedDifference => {
  const { label, locations, warnings, failures } = study;
  const count = (...verdicts: readonly string[]) => locations.filter((one) => verdicts.includes(one.verdict)).length;
  return {
    ...{ label, page, failures },
    largestChange: largestChange(study),
    graver: count('graver'),
    milder: count('milder'),
    onlyInOne: count('seen-in-a', 'seen-in-b', 'graded-in-a', 'graded-in-b'),
    confidences: locations.filter(({ confidence }) => confidence?.probability !== undefined).length,
    largestConfidenceChange: largestConfidenceChange(study),
    referredInOne: referralChanges(study),
    largestMoveMm: largestMoveMm(study),
    moved: locations.filter(({ move }) => move !== undefined).length,
    warnings: warnings.filter((one) => one.a !== one.b).length,
  };
};

const NO_PICTURES: KeyPictures = new Map();

/** From the page of the study's report, if the run wrote one that is still there. */
const picturesOf = async ({ fileAt }: Results, { files = [] }: StudyRecord): Promise<KeyPictures> => {
  const page = files.find((path) => path.startsWith(`${report.name}/`) && path.endsWith('.html'));
  if (page === undefined) return NO_PICTURES;
  return readFile(await fileAt(page), 'utf8').then(keyPictures, () => NO_PICTURES);
};
