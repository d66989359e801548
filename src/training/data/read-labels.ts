import { join } from 'node:path';
import { LOCATIONS, type Location, locationOf, MISSING_LABEL, SEVERITIES } from '../../domain/vocabulary.ts';
import { nearestName } from '../../pipelines/nearest-name.ts';
import { numberIn, placeIn } from '../../streams/csv-cells.ts';
import { type CsvRow, csvRows } from '../../streams/csv-table.ts';
import { csvValueUnexpected } from '../../streams/errors.ts';
import {
  coordinateTwice,
  labelColumnUnknown,
  labelFileMissing,
  labelStudiesUnknown,
  labelStudyTwice,
  labelsEmpty,
} from './errors.ts';
import type { LabelCoordinate, Labels, PointLabel, StudyLabels } from './study-labels.ts';

export interface LabelFiles {
  /** A folder in the challenge's layout: train.csv and train_label_coordinates.csv. */
  readonly root: string;
  /** Predicted coordinates (as `coordinates.csv` of a run) for locations that have none, or whose own is dropped. */
  readonly imputeFrom?: string | undefined;
  /** Coordinates that are not to be used: a table with study_id and row_id. */
  readonly drop?: string | undefined;
  /** Studies that are not to be used. */
  readonly exclude?: readonly string[];
}

/** Studies that were to be left out in whole or in part, of which the labels know nothing. */
export interface UnknownStudies {
  readonly excluded: readonly string[];
  /** Each once, with the first line of the file of `drop` that names it. */
  readonly dropped: readonly { readonly studyId: string; readonly line: number }[];
}

export interface ReadLabels {
  /** In the order of train.csv. */
  readonly labels: Labels;
  readonly unknown: UnknownStudies;
}

type Grades = Record<Location, number>;
/** Coordinates by study, then by location. */
type Coordinates = Map<string, Map<Location, LabelCoordinate>>;

/**
 * Labels of the challenge's files.
 * @throws LABEL_*, CSV_*
 */
export const readLabels = async ({ root, imputeFrom, drop, exclude = [] }: LabelFiles): Promise<ReadLabels> => {
  const gradesFile = join(root, 'train.csv');
  const coordinatesFile = join(root, 'train_label_coordinates.csv');
  const grades = await readGrades(gradesFile);
  const own = await readCoordinates(coordinatesFile, 'the coordinates of the labels', labelledPoint);
  const unlabelled = [...own.keys()].filter((studyId) => !grades.has(studyId) && !exclude.includes(studyId));
  if (unlabelled.length > 0)
    throw labelStudiesUnknown(unlabelled, 'have coordinates but no labels', { file: coordinatesFile });
  const dropped: Dropped = drop === undefined ? { points: new Set(), studies: new Map() } : await readDropped(drop);
  const predicted =
    imputeFrom === undefined
      ? undefined
      : await readCoordinates(imputeFrom, 'the predicted coordinates', predictedPoint);
  const kept = [...grades].filter(([studyId]) => !exclude.includes(studyId));
  if (kept.length === 0) throw labelsEmpty({ file: gradesFile });
  const labels = new Map(
    kept.map(([studyId, ofStudy]): [string, StudyLabels] => {
      const labelled = [...(own.get(studyId) ?? [])].filter(
        ([location]) => !dropped.points.has(`${studyId} ${location}`),
      );
      const coordinates = new Map([...(predicted?.get(studyId) ?? []), ...labelled]);
      return [studyId, { grades: ofStudy, coordinates: inOrder(coordinates) }];
    }),
  );
  const isKnown = (studyId: string): boolean => grades.has(studyId) || own.has(studyId);
  const unknown = {
    excluded: exclude.filter((studyId) => !isKnown(studyId)),
    dropped: [...dropped.studies].flatMap(([studyId, line]) => (isKnown(studyId) ? [] : [{ studyId, line }])),
  };
  return { labels, unknown };
};

const inOrder = (coordinates: ReadonlyMap<Location, LabelCoordinate>): readonly LabelCoordinate[] =>
  LOCATIONS.flatMap((location) => coordinates.get(location) ?? []);

/** Rows of a table that has to be there. */
async function* rowsOf(file: string, columns: readonly string[], what: string): AsyncGenerator<CsvRow> {
  try {
    yield* csvRows(file, columns);
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    const absent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw absent ? labelFileMissing(file, what, cause) : error;
  }
}

const isLocation = (name: string): name is Location => LOCATIONS.some((location) => location === name);

const readGrades = async (file: string): Promise<ReadonlyMap<string, Grades>> => {
  const grades = new Map<string, Grades>();
  for await (const { line, values } of rowsOf(file, ['study_id'], 'the labels')) {
    const { study_id: studyId = '', ...cells } = values;
    const where = { file, line };
    const unknown = Object.keys(cells).find((column) => !isLocation(column));
    if (unknown !== undefined) throw labelColumnUnknown(unknown, { file }, nearestName(unknown, LOCATIONS));
    if (grades.has(studyId)) throw labelStudyTwice(studyId, where);
    grades.set(
      studyId,
      Object.fromEntries(
        LOCATIONS.map((location) => [location, gradeOf(cells[location] ?? '', location, where)]),
      ) as Grades, // every location is among the entries
    );
  }
  return grades;
};

const gradeOf = (cell: string, column: string, where: { file: string; line: number }): number => {
  if (cell === '') return MISSING_LABEL;
  const names: readonly string[] = SEVERITIES;
  const grade = names.indexOf(cell);
  if (grade < 0) throw csvValueUnexpected(where, column, cell, `${SEVERITIES.join(', ')}, or nothing`);
  return grade;
};

const COORDINATE_COLUMNS = ['study_id', 'series_id', 'instance_number', 'condition', 'level'];

interface PointColumns {
  readonly columns: readonly [string, string];
  /** Undefined where the cells are empty: nothing was found there. */
  readonly point: (x: number | undefined, y: number | undefined) => PointLabel | undefined;
}

const labelledPoint: PointColumns = {
  columns: ['x', 'y'],
  point: (xPx, yPx) => (xPx === undefined || yPx === undefined ? undefined : { xPx, yPx }),
};

const predictedPoint: PointColumns = {
  columns: ['x_norm', 'y_norm'],
  point: (xNorm, yNorm) => (xNorm === undefined || yNorm === undefined ? undefined : { xNorm, yNorm }),
};

const readCoordinates = async (file: string, what: string, { columns, point }: PointColumns): Promise<Coordinates> => {
  const found: Coordinates = new Map();
  const lines = new Map<string, number>();
  for await (const row of rowsOf(file, [...COORDINATE_COLUMNS, ...columns], what)) {
    const { study_id: studyId = '', series_id: seriesId = '' } = row.values;
    const { condition, level } = placeIn(row, file);
    const [x, y] = columns.map((column) => numberIn(row, column, file));
    const location = locationOf(condition, level);
    const where = { file, line: row.line, studyId };
    const first = lines.get(`${studyId} ${location}`);
    if (first !== undefined) throw coordinateTwice(location, where, first);
    lines.set(`${studyId} ${location}`, row.line);
    const at = point(x, y);
    if (at === undefined || seriesId === '') continue;
    const ofStudy = found.get(studyId) ?? new Map<Location, LabelCoordinate>();
    const instanceNumber = numberIn(row, 'instance_number', file);
    found.set(studyId, ofStudy.set(location, { condition, level, seriesId, instanceNumber, point: at }));
  }
  return found;
};

interface Dropped {
  /** As `<study> <location>`. */
  readonly points: ReadonlySet<string>;
  /** The first line of each study. */
  readonly studies: ReadonlyMap<string, number>;
}

const readDropped = async (file: string): Promise<Dropped> => {
  const points = new Set<string>();
  const studies = new Map<string, number>();
  for await (const { line, values } of rowsOf(file, ['study_id', 'row_id'], 'the list of coordinates to drop')) {
    const { study_id: studyId = '', row_id: rowId = '' } = values;
    if (!isLocation(rowId))
      throw csvValueUnexpected({ file, line }, 'row_id', rowId, 'a location such as spinal_canal_stenosis_l1_l2');
    points.add(`${studyId} ${rowId}`);
    if (!studies.has(studyId)) studies.set(studyId, line);
  }
  return { points, studies };
};
