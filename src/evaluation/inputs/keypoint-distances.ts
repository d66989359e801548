import { geometryOf, patientPointOf, readBytes, sliceFilesOf, sliceStore, standardStack } from '../../dicom/index.ts';
import type { SeriesRef, SliceFile, SliceGeometry, StudyRef, Vec3 } from '../../domain/study.ts';
import { listFiles } from '../../files/list-files.ts';
import { studyMissing } from '../../streams/sources/errors.ts';
import { openStudies, type Studies } from '../../streams/sources/open-studies.ts';
import type { StudyFolderOptions } from '../../streams/sources/study-folder.ts';
import type { KeypointError } from '../metrics/index.ts';
import { type CoordinateRow, readCoordinates } from './coordinate-rows.ts';
import { coordinateUnplaced } from './errors.ts';

export interface KeypointFiles {
  /** Labels in pixels, like train_label_coordinates.csv. */
  readonly labels: string;
  /** Predictions, like a run's coordinates.csv. */
  readonly predicted: string;
  readonly studies: StudyFolderOptions;
}

type Points = ReadonlyMap<string, CoordinateRow>;

/**
 * Measures the distances of predicted points from labelled ones, for every label of a predicted study. Maps both points
 * into patient space with their slices, and compares them within the plane of the labelled slice, since the choice of
 * slice is not the keypoint's.
 * @throws CSV_*, DICOM_*, EVALUATION_COORDINATE_UNPLACED, and errors of the folder of studies
 */
export const keypointDistances = async (files: KeypointFiles): Promise<readonly KeypointError[]> => {
  const labels = await readCoordinates(files.labels, ['x', 'y']);
  const predicted = await readCoordinates(files.predicted, ['x_norm', 'y_norm']);
  const folder = await openStudies(files.studies);
  const errors: KeypointError[] = [];
  for (const [studyId, found] of predicted) {
    const own = labels.get(studyId);
    if (own !== undefined && own.size > 0)
      errors.push(...(await distancesOf(await studyIn(folder, studyId), own, found)));
  }
  return errors;
};

const studyIn = async (folder: Studies, id: string): Promise<StudyRef> => {
  const [item] = await folder.itemsOf(id);
  if (item === undefined) throw studyMissing(id, folder.images);
  if (item.error !== undefined) throw item.error;
  return item.study;
};

const distancesOf = (study: StudyRef, labels: Points, predicted: Points): Promise<readonly KeypointError[]> => {
  const slices = slicesOf(study);
  return Promise.all(
    [...labels].map(async ([location, label]) => {
      const { condition, level } = label;
      const point = predicted.get(location);
      return { condition, level, errorMm: point && (await inPlaneDistanceMm(label, point, slices)) };
    }),
  );
};

/** Geometry of an instance of a series; of the middle one if none is named. */
type GeometryAt = (row: CoordinateRow, instanceNumber: number | undefined) => Promise<SliceGeometry>;

/** Points of both tables refer to images as stored. */
const filesIn = async ({ folder, slices, kind }: SeriesRef): Promise<readonly SliceFile[]> =>
  slices === undefined
    ? sliceFilesOf(folder, await listFiles(folder))
    : standardStack(slices, kind).files.map((file) => ({ ...file, canonical: undefined }));

const slicesOf = (study: StudyRef): GeometryAt => {
  const store = sliceStore(readBytes, { studyId: study.id });
  const listed = new Map<string, Promise<readonly SliceFile[]>>();
  const filesOf = (row: CoordinateRow): Promise<readonly SliceFile[]> => {
    const series = study.series.find(({ id }) => id === row.seriesId);
    if (series === undefined)
      throw coordinateUnplaced(row, 'a series that the study does not have, or of a kind that is not graded');
    const files = listed.get(series.id) ?? filesIn(series);
    listed.set(series.id, files);
    return files;
  };
  return async (row, instanceNumber) => {
    const files = await filesOf(row);
    const middle = files[Math.floor(files.length / 2)];
    const file = instanceNumber === undefined ? middle : files.find((one) => one.instanceNumber === instanceNumber);
    if (file === undefined) throw coordinateUnplaced(row, `instance ${instanceNumber}, for which there is no file`);
    const where = { studyId: study.id, seriesId: row.seriesId, file: file.name };
    return geometryOf(await store.header(file, row.seriesId), where);
  };
};

/** A prediction without an instance is on any slice of its stack; on the label's slice, if the series is the same. */
const instanceOf = (predicted: CoordinateRow, label: CoordinateRow): number | undefined =>
  predicted.instanceNumber ?? (predicted.seriesId === label.seriesId ? label.instanceNumber : undefined);

const inPlaneDistanceMm = async (label: CoordinateRow, predicted: CoordinateRow, slices: GeometryAt) => {
  const plane = await slices(label, label.instanceNumber);
  const image = await slices(predicted, instanceOf(predicted, label));
  const truth = patientPointOf(plane, { xPx: label.x, yPx: label.y });
  const point = patientPointOf(image, { xPx: predicted.x * image.columns, yPx: predicted.y * image.rows });
  const along = (axis: Vec3) =>
    (point.x - truth.x) * axis.x + (point.y - truth.y) * axis.y + (point.z - truth.z) * axis.z;
  return Math.hypot(along(plane.rowDirection), along(plane.columnDirection));
};
