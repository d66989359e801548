import { type Condition, type Level, locationOf } from '../../domain/vocabulary.ts';
import { numberIn, placeIn } from '../../files/csv-cells.ts';
import { csvRows } from '../../files/csv-table.ts';

/** A point of a location in a series: in pixels for a label, as a fraction of the image size for a prediction. */
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
 * Coordinates by study, then by location, without rows that lack a point.
 * @param columns  names of the x and y columns
 * @returns every study of the table, including those without a point
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
