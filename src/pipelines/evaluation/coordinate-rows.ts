import { type Condition, conditionOfTitle, type Level, levelOfTitle, locationOf } from '../../domain/vocabulary.ts';
import { type CsvRow, csvRows } from '../../streams/csv-table.ts';
import { csvValueUnexpected } from '../../streams/errors.ts';

/** A point of a location in a series: pixels of a label, shares of the image of a prediction. */
export interface CoordinateRow {
  readonly studyId: string;
  readonly seriesId: string;
  readonly instanceNumber: number | undefined;
  readonly condition: Condition;
  readonly level: Level;
  readonly x: number;
  readonly y: number;
}

const COLUMNS = ['study_id', 'series_id', 'instance_number', 'condition', 'level'];

/**
 * Coordinates by study, then by location; rows without a point are left out.
 * @param columns  of x and y
 * @returns every study of the table, also those without a point
 * @throws CSV_*
 */
export const readCoordinates = async (
  file: string,
  columns: readonly [x: string, y: string],
): Promise<ReadonlyMap<string, ReadonlyMap<string, CoordinateRow>>> => {
  const studies = new Map<string, Map<string, CoordinateRow>>();
  for await (const row of csvRows(file, [...COLUMNS, ...columns])) {
    const { study_id: studyId = '', series_id: seriesId = '' } = row.values;
    const { condition, level } = placeIn(row, file);
    const [x, y] = columns.map((column) => numberIn(row, column, file));
    const instanceNumber = numberIn(row, 'instance_number', file);
    const study = studies.get(studyId) ?? new Map<string, CoordinateRow>();
    studies.set(studyId, study);
    if (x === undefined || y === undefined || seriesId === '') continue;
    study.set(locationOf(condition, level), { studyId, seriesId, instanceNumber, condition, level, x, y });
  }
  return studies;
};

const placeIn = ({ line, values }: CsvRow, file: string): { condition: Condition; level: Level } => {
  const [condition, level] = [conditionOfTitle(values.condition ?? ''), levelOfTitle(values.level ?? '')];
  const where = { file, line };
  if (condition === undefined)
    throw csvValueUnexpected(where, 'condition', values.condition ?? '', 'a condition such as Spinal Canal Stenosis');
  if (level === undefined) throw csvValueUnexpected(where, 'level', values.level ?? '', 'a level from L1/L2 to L5/S1');
  return { condition, level };
};

const numberIn = ({ line, values }: CsvRow, column: string, file: string): number | undefined => {
  const text = values[column] ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw csvValueUnexpected({ file, line }, column, text, 'a number');
  return value;
};
