import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { type CsvRow, csvRows } from '../../files/csv-table.ts';
import { submissionRowTwice, submissionRowUnknown } from './errors.ts';

/** What is read of the rows of a table, by study and location. */
export type ByLocation<T> = ReadonlyMap<string, ReadonlyMap<Location, T>>;

/** Reads a table whose rows are named by study and location, such as submission.csv. @throws CSV_*, SUBMISSION_ROW_* */
export const rowsByLocation = async <T>(
  file: string,
  columns: readonly string[],
  read: (row: CsvRow) => T,
): Promise<ByLocation<T>> => {
  const studies = new Map<string, Map<Location, T>>();
  for await (const row of csvRows(file, ['row_id', ...columns])) {
    const rowId = row.values.row_id ?? '';
    const location = LOCATIONS.find((name) => rowId.endsWith(`_${name}`));
    if (location === undefined) throw submissionRowUnknown(file, row.line, rowId);
    const studyId = rowId.slice(0, -location.length - 1);
    const study = studies.get(studyId) ?? new Map<Location, T>();
    if (study.has(location)) throw submissionRowTwice(file, row.line, rowId);
    studies.set(studyId, study.set(location, read(row)));
  }
  return studies;
};
