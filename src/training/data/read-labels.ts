import { join } from 'node:path';
import { LOCATIONS, type Location, locationOfTitle } from '../../domain/vocabulary.ts';
import { idIn } from '../../files/csv-cells.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import { labelStudiesUnknown, labelsEmpty } from './errors.ts';
import type { LabelCoordinate, Labels, OnConflict, StudyLabels } from './study-labels.ts';
import { type LabelNote, labelRows, type OnNote } from './tables/label-table.ts';
import { LABELLED_POINT, PREDICTED_POINT, readCoordinates } from './tables/read-coordinates.ts';
import { readGrades } from './tables/read-grades.ts';

export interface LabelFiles {
  /** A folder in the challenge's layout: train.csv and train_label_coordinates.csv. */
  readonly root: string;
  /** Predicted coordinates (as `coordinates.csv` of a run) for locations that have none, or whose own is dropped. */
  readonly imputeFrom?: string | undefined;
  /** Coordinates that are not to be used: a table with study_id and row_id. */
  readonly drop?: string | undefined;
  /** Studies that are not to be used. */
  readonly exclude?: readonly string[];
  /** What to do about a second coordinate of a location, or one outside its image. Default: error. */
  readonly onConflict?: OnConflict | undefined;
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
  /** What is unusual about the tables and was understood all the same. */
  readonly notes: readonly LabelNote[];
}

/**
 * Labels of the challenge's files, as spreadsheets and pandas leave them, too: conditions and levels in words or in snake case, extra
 * columns, semicolons. What has two readings is refused.
 * @throws LABEL_*, CSV_*
 */
export const readLabels = async (files: LabelFiles): Promise<ReadLabels> => {
  const { root, imputeFrom, drop, exclude = [], onConflict = 'error' } = files;
  const gradesFile = join(root, 'train.csv');
  const coordinatesFile = join(root, 'train_label_coordinates.csv');
  const notes: LabelNote[] = [];
  const onNote: OnNote = (note) => void notes.push(note);
  const grades = await readGrades(gradesFile, onNote);
  const own = await readCoordinates(coordinatesFile, {
    ...{ what: 'the coordinates of the labels', point: LABELLED_POINT },
    ...{ onConflict, onNote },
  });
  const unlabelled = [...own.keys()].filter((studyId) => !grades.has(studyId) && !exclude.includes(studyId));
  if (unlabelled.length > 0)
    throw labelStudiesUnknown(unlabelled, 'have coordinates but no labels', { file: coordinatesFile });
  const dropped: Dropped =
    drop === undefined ? { points: new Set(), studies: new Map() } : await readDropped(drop, onNote);
  const predicted =
    imputeFrom === undefined
      ? undefined
      : await readCoordinates(imputeFrom, {
          ...{ what: 'the predicted coordinates', point: PREDICTED_POINT },
          ...{ onConflict: 'error', onNote },
        });
  const kept = [...grades].filter(([studyId]) => !exclude.includes(studyId));
  if (kept.length === 0) throw labelsEmpty({ file: gradesFile });
  const labels = new Map(
    kept.map(([studyId, ofStudy]): [string, StudyLabels] => {
      const labelled = [...(own.get(studyId) ?? [])].filter(
        ([location]) => !dropped.points.has(`${studyId} ${location}`),
      );
      const coordinates = new Map([...(predicted?.get(studyId) ?? []), ...labelled]);
      const policy = onConflict === 'error' ? {} : { onConflict };
      return [studyId, { grades: ofStudy, coordinates: inOrder(coordinates), ...policy }];
    }),
  );
  const isKnown = (studyId: string): boolean => grades.has(studyId) || own.has(studyId);
  const unknown = {
    excluded: exclude.filter((studyId) => !isKnown(studyId)),
    dropped: [...dropped.studies].flatMap(([studyId, line]) => (isKnown(studyId) ? [] : [{ studyId, line }])),
  };
  return { labels, unknown, notes };
};

const inOrder = (coordinates: ReadonlyMap<Location, LabelCoordinate>): readonly LabelCoordinate[] =>
  LOCATIONS.flatMap((location) => coordinates.get(location) ?? []);

interface Dropped {
  /** As `<study> <location>`. */
  readonly points: ReadonlySet<string>;
  /** The first line of each study. */
  readonly studies: ReadonlyMap<string, number>;
}

const readDropped = async (file: string, onNote: OnNote): Promise<Dropped> => {
  const points = new Set<string>();
  const studies = new Map<string, number>();
  const what = 'the list of coordinates to drop';
  for await (const row of labelRows(file, { columns: ['study_id', 'row_id'], what, onNote })) {
    const { line, values } = row;
    const studyId = idIn(row, 'study_id', file);
    const rowId = values.row_id ?? '';
    const location = locationOfTitle(rowId);
    if (location === undefined)
      throw csvValueUnexpected({ file, line }, 'row_id', rowId, 'a location such as spinal_canal_stenosis_l1_l2');
    points.add(`${studyId} ${location}`);
    if (!studies.has(studyId)) studies.set(studyId, line);
  }
  return { points, studies };
};
