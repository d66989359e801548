import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { JOURNAL } from '../../core/study-record.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { journalIndex } from '../../run/journal/journal-index.ts';
import { readJournal } from '../../run/journal/read-journal.ts';
import type { DriftGroup, DriftStudy, StudyOf } from './drift-study.ts';
import { driftInputUnknown } from './errors.ts';
import { readFeatureRows } from './read-feature-rows.ts';
import { readConfidenceRows, readGradeRows } from './read-grade-rows.ts';
import { readImageRows } from './read-image-rows.ts';
import { readWarnings } from './read-warnings.ts';

/** A run to compare: its studies in order of completion. */
export interface DriftRun {
  readonly name: string;
  readonly studies: readonly DriftStudy[];
  /** Groups that its tables cover. */
  readonly groups: readonly DriftGroup[];
}

interface Table {
  readonly name: string;
  readonly read: (file: string, studyOf: StudyOf) => Promise<void>;
  readonly groups: readonly DriftGroup[];
}

const TABLES: readonly Table[] = [
  { name: 'image-statistics.csv', read: readImageRows, groups: ['images', 'scanner'] },
  { name: 'feature-distances.csv', read: readFeatureRows, groups: ['features'] },
  { name: 'submission.csv', read: readGradeRows, groups: ['grades'] },
  { name: 'confidence.csv', read: readConfidenceRows, groups: ['confidence'] },
];

/** Position of each study's record in the journal, which is written in order of completion. */
const placesOf = async (folder: string): Promise<ReadonlyMap<string, number>> => {
  const path = join(folder, JOURNAL);
  if (!existsSync(path)) return new Map();
  const file = await open(path);
  try {
    const index = journalIndex();
    await readJournal(file, path, { index, versions: [], onHeader: () => {} });
    return new Map([...index.inOrder()].map(([studyId, { offset }]) => [studyId, offset]));
  } finally {
    await file.close();
  }
};

/** Reads what the tables of a run tell of its studies. @throws DRIFT_*, CSV_*, SUBMISSION_*, JOURNAL_CORRUPT */
export const readDriftRun = async (folder: string): Promise<DriftRun> => {
  const studies = new Map<string, DriftStudy>();
  const studyOf: StudyOf = (studyId) => {
    const study = studies.get(studyId) ?? { studyId, numbers: new Map(), categories: new Map() };
    studies.set(studyId, study);
    return study;
  };
  const tables = TABLES.filter(({ name }) => existsSync(join(folder, name)));
  if (tables.length === 0)
    throw driftInputUnknown(
      folder,
      TABLES.map(({ name }) => name),
    );
  for (const { name, read } of tables) await read(join(folder, name), studyOf);
  await readWarnings(folder, studyOf);
  const places = await placesOf(folder);
  const placeOf = ({ studyId }: DriftStudy) => places.get(studyId) ?? Number.MAX_SAFE_INTEGER;
  return {
    name: basename(resolve(folder)),
    studies: [...studies.values()].sort((a, b) => placeOf(a) - placeOf(b) || compareIds(a.studyId, b.studyId)),
    groups: [...tables.flatMap(({ groups }) => groups), 'warnings'],
  };
};
