import { type Location, locationOf } from '../../../domain/vocabulary.ts';
import { idIn, numberIn, placeIn } from '../../../files/csv-cells.ts';
import { coordinateTwice } from '../errors.ts';
import type { LabelCoordinate, OnConflict, PointLabel } from '../labels/study-labels.ts';
import { labelRows, type OnNote } from './label-table.ts';

/** Coordinates by study, then by location. */
export type Coordinates = Map<string, Map<Location, LabelCoordinate>>;

const COORDINATE_COLUMNS = ['study_id', 'series_id', 'instance_number', 'condition', 'level'];

export interface PointColumns {
  readonly columns: readonly [string, string];
  /** Undefined if the cells are empty: nothing was found. */
  readonly point: (x: number | undefined, y: number | undefined) => PointLabel | undefined;
}

export const LABELLED_POINT: PointColumns = {
  columns: ['x', 'y'],
  point: (xPx, yPx) => (xPx === undefined || yPx === undefined ? undefined : { xPx, yPx }),
};

export const PREDICTED_POINT: PointColumns = {
  columns: ['x_norm', 'y_norm'],
  point: (xNorm, yNorm) => (xNorm === undefined || yNorm === undefined ? undefined : { xNorm, yNorm }),
};

export interface CoordinateOptions {
  readonly what: string;
  readonly point: PointColumns;
  /** Handling of a second coordinate of a location. */
  readonly onConflict: OnConflict;
  readonly onNote: OnNote;
}

/** @throws LABEL_COORDINATE_TWICE, LABEL_FILE_MISSING, CSV_* */
export const readCoordinates = async (file: string, o: CoordinateOptions): Promise<Coordinates> => {
  const { columns, point } = o.point;
  const found: Coordinates = new Map();
  const lines = new Map<string, number>();
  const twice = new Map<string, { readonly studyId: string; readonly location: Location; readonly line: number }>();
  const rows = labelRows(file, { columns: [...COORDINATE_COLUMNS, ...columns], what: o.what, onNote: o.onNote });
  for await (const row of rows) {
    const [studyId, seriesId] = [idIn(row, 'study_id', file), idIn(row, 'series_id', file)];
    const { condition, level } = placeIn(row, file);
    const [x, y] = columns.map((column) => numberIn(row, column, file));
    const location = locationOf(condition, level);
    const first = lines.get(`${studyId} ${location}`);
    if (first !== undefined) {
      if (o.onConflict === 'error') throw coordinateTwice(location, { file, line: row.line, studyId }, first);
      twice.set(`${studyId} ${location}`, { studyId, location, line: row.line });
      continue;
    }
    lines.set(`${studyId} ${location}`, row.line);
    const at = point(x, y);
    if (at === undefined || seriesId === '') continue;
    const ofStudy = found.get(studyId) ?? new Map<Location, LabelCoordinate>();
    const instanceNumber = numberIn(row, 'instance_number', file);
    found.set(studyId, ofStudy.set(location, { condition, level, seriesId, instanceNumber, point: at }));
  }
  if (o.onConflict === 'drop') for (const { studyId, location } of twice.values()) found.get(studyId)?.delete(location);
  const [some] = twice.values();
  if (some !== undefined)
    o.onNote({
      file,
      line: some.line,
      message: `${twice.size} locations have a second coordinate (${some.location} of study ${some.studyId}); ${o.onConflict === 'first' ? 'the first is used' : 'neither is used'}`,
    });
  return found;
};
