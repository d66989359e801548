import type { StudyRef } from '../../domain/study.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import type { StudyFolderOptions } from '../../streams/sources/study-folder.ts';
import type { KeypointError } from '../metrics/index.ts';
import { type CoordinateRow, readCoordinates } from './coordinate-rows.ts';
import { distanceInPlaneMm, type GeometryAt, slicesOf, studyIn } from './slice-geometries.ts';

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

/** A prediction without an instance is on any slice of its stack; on the label's slice, if the series is the same. */
const instanceOf = (predicted: CoordinateRow, label: CoordinateRow): number | undefined =>
  predicted.instanceNumber ?? (predicted.seriesId === label.seriesId ? label.instanceNumber : undefined);

const inPlaneDistanceMm = async (label: CoordinateRow, predicted: CoordinateRow, slices: GeometryAt) => {
  const plane = await slices(label, label.instanceNumber);
  const image = await slices(predicted, instanceOf(predicted, label));
  const point = { xPx: predicted.x * image.columns, yPx: predicted.y * image.rows };
  return distanceInPlaneMm({ geometry: plane, point: { xPx: label.x, yPx: label.y } }, { geometry: image, point });
};
