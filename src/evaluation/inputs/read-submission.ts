import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { csvRows } from '../../files/csv-table.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import type { Probabilities } from '../metrics/index.ts';
import { submissionRowTwice, submissionRowUnknown } from './errors.ts';

const PROBABILITY_COLUMNS = ['normal_mild', 'moderate', 'severe'] as const;

/**
 * Reads probabilities by study and location from a table of row_id, normal_mild, moderate, severe. @throws CSV_*,
 * SUBMISSION_ROW_*
 */
export const readSubmission = async (
  file: string,
): Promise<ReadonlyMap<string, ReadonlyMap<Location, Probabilities>>> => {
  const studies = new Map<string, Map<Location, Probabilities>>();
  for await (const { line, values } of csvRows(file, ['row_id', ...PROBABILITY_COLUMNS])) {
    const rowId = values.row_id ?? '';
    const location = LOCATIONS.find((name) => rowId.endsWith(`_${name}`));
    if (location === undefined) throw submissionRowUnknown(file, line, rowId);
    const [normal, moderate, severe] = PROBABILITY_COLUMNS.map((column) =>
      probabilityOf(values[column] ?? '', column, file, line),
    );
    const studyId = rowId.slice(0, -location.length - 1);
    const study = studies.get(studyId) ?? new Map<Location, Probabilities>();
    if (study.has(location)) throw submissionRowTwice(file, line, rowId);
    studies.set(studyId, study.set(location, [normal!, moderate!, severe!]));
  }
  return studies;
};

const probabilityOf = (text: string, column: string, file: string, line: number): number => {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw csvValueUnexpected({ file, line }, column, text, 'a number');
  return value;
};
