import { join } from 'node:path';
import { LOCATIONS, type Location, locationOfTitle, MISSING_LABEL } from '../../../domain/vocabulary.ts';
import { idIn } from '../../../files/csv-cells.ts';
import { csvValueUnexpected } from '../../../files/errors.ts';
import { labelStudiesUnknown, labelsEmpty } from '../errors.ts';
import { type LabelNote, labelRows, type OnNote } from '../tables/label-table.ts';
import { LABELLED_POINT, PREDICTED_POINT, readCoordinates } from '../tables/read-coordinates.ts';
import { type Grades, readGrades } from '../tables/read-grades.ts';
import type { LabelCoordinate, Labels, OnConflict, StudyLabels } from './study-labels.ts';

export interface LabelFiles {
  /** A folder in the challenge's layout: train.csv and train_label_coordinates.csv. */
  readonly root: string;
  /** Predicted coordinates (like `coordinates.csv` of a run) for locations without any, or whose own are dropped. */
  readonly imputeFrom?: string | undefined;
  /** Predicted coordinates in addition to labelled ones, for `label-keypoints: { predicted: ... }`. */
  readonly predicted?: string | undefined;
  /** Coordinates to exclude: a table with study_id and row_id. */
  readonly drop?: string | undefined;
  /** Grades to exclude: a table with study_id and row_id. */
  readonly dropGrades?: string | undefined;
  /** Studies to exclude. */
  readonly exclude?: readonly string[];
  /** Handling of a second coordinate of a location, or one outside its image. Default: error. */
  readonly onConflict?: OnConflict | undefined;
}

/** Excluded studies, entirely or in part, that the labels do not contain. */
export interface UnknownStudies {
  readonly excluded: readonly string[];
  /** Without duplicates, each with the first line of the `drop` file that contains it. */
  readonly dropped: readonly { readonly studyId: string; readonly line: number }[];
  /** The same for `dropGrades`. */
  readonly ungraded: readonly { readonly studyId: string; readonly line: number }[];
}

export interface ReadLabels {
  /** In the order of train.csv. */
  readonly labels: Labels;
  readonly unknown: UnknownStudies;
  /** Unusual but unambiguous parts of the tables. */
  readonly notes: readonly LabelNote[];
}

/**
 * Reads labels from the challenge's files, including variants written by spreadsheets and pandas: conditions and levels
 * in words or in snake case, extra columns, semicolons. Refuses ambiguous content.
 * @throws LABEL_*, CSV_*
 */
export const readLabels = async (files: LabelFiles): Promise<ReadLabels> => {
  const { root, imputeFrom, predicted: predictedFrom, drop, dropGrades, exclude = [], onConflict = 'error' } = files;
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
  const nothing: Dropped = { locations: new Set(), studies: new Map() };
  const listed = async (file: string | undefined, what: string): Promise<Dropped> =>
    file === undefined ? nothing : readDropped(file, what, onNote);
  const dropped = await listed(drop, 'the list of coordinates to drop');
  const ungraded = await listed(dropGrades, 'the list of grades to drop');
  const pointsIn = async (file: string | undefined): Promise<Coordinates | undefined> =>
    file === undefined
      ? undefined
      : readCoordinates(file, {
          ...{ what: 'the predicted coordinates', point: PREDICTED_POINT },
          ...{ onConflict: 'error', onNote },
        });
  const imputed = await pointsIn(imputeFrom);
  const predicted = predictedFrom === imputeFrom ? imputed : await pointsIn(predictedFrom);
  const kept = [...grades].filter(([studyId]) => !exclude.includes(studyId));
  if (kept.length === 0) throw labelsEmpty({ file: gradesFile });
  const labels = new Map(
    kept.map(([studyId, ofStudy]): [string, StudyLabels] => {
      const labelled = [...(own.get(studyId) ?? [])].filter(
        ([location]) => !dropped.locations.has(`${studyId} ${location}`),
      );
      const coordinates = new Map([...(imputed?.get(studyId) ?? []), ...labelled]);
      const policy = onConflict === 'error' ? {} : { onConflict };
      const found = predictedFrom === undefined ? {} : { predicted: inOrder(predicted?.get(studyId) ?? new Map()) };
      const kept = withoutGrades(ofStudy, (location) => ungraded.locations.has(`${studyId} ${location}`));
      return [studyId, { grades: kept, coordinates: inOrder(coordinates), ...found, ...policy }];
    }),
  );
  const isKnown = (studyId: string): boolean => grades.has(studyId) || own.has(studyId);
  const unknownIn = ({ studies }: Dropped) =>
    [...studies].flatMap(([studyId, line]) => (isKnown(studyId) ? [] : [{ studyId, line }]));
  const unknown = {
    excluded: exclude.filter((studyId) => !isKnown(studyId)),
    ...{ dropped: unknownIn(dropped), ungraded: unknownIn(ungraded) },
  };
  return { labels, unknown, notes };
};

type Coordinates = Awaited<ReturnType<typeof readCoordinates>>;

const withoutGrades = (grades: Grades, isDropped: (location: Location) => boolean): Grades => {
  const kept = { ...grades };
  for (const location of LOCATIONS) if (isDropped(location)) kept[location] = MISSING_LABEL;
  return kept;
};

const inOrder = (coordinates: ReadonlyMap<Location, LabelCoordinate>): readonly LabelCoordinate[] =>
  LOCATIONS.flatMap((location) => coordinates.get(location) ?? []);

interface Dropped {
  /** As `<study> <location>`. */
  readonly locations: ReadonlySet<string>;
  /** The first line of each study. */
  readonly studies: ReadonlyMap<string, number>;
}

const readDropped = async (file: string, what: string, onNote: OnNote): Promise<Dropped> => {
  const locations = new Set<string>();
  const studies = new Map<string, number>();
  for await (const row of labelRows(file, { columns: ['study_id', 'row_id'], what, onNote })) {
    const { line, values } = row;
    const studyId = idIn(row, 'study_id', file);
    const rowId = values.row_id ?? '';
    const location = locationOfTitle(rowId);
    if (location === undefined)
      throw csvValueUnexpected({ file, line }, 'row_id', rowId, 'a location such as spinal_canal_stenosis_l1_l2');
    locations.add(`${studyId} ${location}`);
    if (!studies.has(studyId)) studies.set(studyId, line);
  }
  return { locations, studies };
};
