import { quotedNames } from '../../../domain/text/listed.ts';
import { nearestName } from '../../../domain/text/nearest-name.ts';
import {
  LOCATIONS,
  type Location,
  locationOfTitle,
  MISSING_LABEL,
  SEVERITIES,
  severityOfTitle,
} from '../../../domain/vocabulary.ts';
import { idIn } from '../../../files/csv-cells.ts';
import { csvValueUnexpected } from '../../../files/errors.ts';
import { labelColumnTwice, labelColumnUnknown, labelStudyTwice } from '../errors.ts';
import { labelRows, type OnNote } from './label-table.ts';

export type Grades = Record<Location, number>;

/** Grades by study, in the order of the table. @throws LABEL_*, CSV_* */
export const readGrades = async (file: string, onNote: OnNote): Promise<ReadonlyMap<string, Grades>> => {
  const grades = new Map<string, Grades>();
  let columns: Columns | undefined;
  for await (const row of labelRows(file, { columns: ['study_id'], what: 'the labels', onNote })) {
    columns ??= columnsOf(Object.keys(row.values), file, onNote);
    const studyId = idIn(row, 'study_id', file);
    const where = { file, line: row.line };
    if (grades.has(studyId)) throw labelStudyTwice(studyId, where);
    const graded = LOCATIONS.map((location) => {
      const column = columns?.get(location) ?? '';
      return [location, gradeOf(row.values[column] ?? '', column, where)] as const;
    });
    grades.set(studyId, Object.fromEntries(graded) as Grades); // every location is among the entries
  }
  return grades;
};

/** The column of each location that has one. */
type Columns = ReadonlyMap<Location, string>;

/** Columns in words or in snake case. A near miss of a location's name is an error; other columns are ignored. */
const columnsOf = (names: readonly string[], file: string, onNote: OnNote): Columns => {
  const columns = new Map<Location, string>();
  const others: string[] = [];
  for (const name of names.filter((one) => one !== 'study_id')) {
    const location = locationOfTitle(name);
    if (location === undefined) {
      const nearest = name === '' ? undefined : nearestName(name, LOCATIONS);
      if (nearest !== undefined) throw labelColumnUnknown(name, { file }, nearest);
      others.push(name);
    } else if (columns.has(location)) throw labelColumnTwice(location, [columns.get(location)!, name], { file });
    else columns.set(location, name);
  }
  if (columns.size === 0) throw labelColumnUnknown(others[0] ?? '', { file }, undefined);
  const told = others.filter((name) => name !== ''); // left by trailing commas, or by pandas' index
  if (told.length > 0)
    onNote({
      file,
      line: 1,
      message: `columns that are no locations are not used: ${quotedNames(told)}`,
    });
  const missing = LOCATIONS.filter((location) => !columns.has(location));
  if (missing.length > 0)
    onNote({
      file,
      line: 1,
      message: `no column for ${missing.length} of ${LOCATIONS.length} locations (${missing[0]}, ...); they count as not graded`,
    });
  return columns;
};

/** Missing values as written by pandas and R. "None" is excluded, since it may mean no stenosis. */
const NOTHING: readonly string[] = ['', 'nan', 'na', '<na>', 'null'];

const gradeOf = (cell: string, column: string, where: { readonly file: string; readonly line: number }): number => {
  if (NOTHING.includes(cell.toLowerCase())) return MISSING_LABEL;
  const grade = severityOfTitle(cell);
  if (grade === undefined) throw csvValueUnexpected(where, column, cell, `${SEVERITIES.join(', ')}, or nothing`);
  return grade;
};
