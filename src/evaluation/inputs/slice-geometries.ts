import { geometryOf, patientPointOf, readBytes, sliceFilesOf, sliceStore, standardStack } from '../../dicom/index.ts';
import type { SeriesRef, SliceFile, SliceGeometry, StudyRef, Vec3 } from '../../domain/study.ts';
import { listFiles } from '../../files/list-files.ts';
import { studyMissing } from '../../streams/sources/errors.ts';
import type { Studies } from '../../streams/sources/open-studies.ts';
import type { CoordinateRow } from './coordinate-rows.ts';
import { coordinateUnplaced } from './errors.ts';

/** A study of a folder by its id. @throws STUDY_MISSING, and why it cannot be read */
export const studyIn = async (folder: Studies, id: string): Promise<StudyRef> => {
  const [item] = await folder.itemsOf(id);
  if (item === undefined) throw studyMissing(id, folder.images);
  if (item.error !== undefined) throw item.error;
  return item.study;
};

/** The series of a point, and its location, for messages. */
type PlacedRow = Pick<CoordinateRow, 'studyId' | 'seriesId' | 'condition' | 'level'>;

/** Geometry of an instance of a series; of the middle one if none is named. */
export type GeometryAt = (row: PlacedRow, instanceNumber: number | undefined) => Promise<SliceGeometry>;

/** Points of both tables refer to images as stored. */
const filesIn = async ({ folder, slices, kind }: SeriesRef): Promise<readonly SliceFile[]> =>
  slices === undefined
    ? sliceFilesOf(folder, await listFiles(folder))
    : standardStack(slices, kind).files.map((file) => ({ ...file, canonical: undefined }));

/** Geometries of a study's slices, from the headers of its files. */
export const slicesOf = (study: StudyRef): GeometryAt => {
  const store = sliceStore(readBytes, { studyId: study.id });
  const listed = new Map<string, Promise<readonly SliceFile[]>>();
  const filesOf = (row: PlacedRow): Promise<readonly SliceFile[]> => {
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

/** A point of a slice, in its pixels. */
export interface PlacedPoint {
  readonly geometry: SliceGeometry;
  readonly point: { readonly xPx: number; readonly yPx: number };
}

/** Distance of two points of the patient within the plane of the first one's slice. */
export const distanceInPlaneMm = (first: PlacedPoint, second: PlacedPoint): number => {
  const from = patientPointOf(first.geometry, first.point);
  const to = patientPointOf(second.geometry, second.point);
  const along = (axis: Vec3) => (to.x - from.x) * axis.x + (to.y - from.y) * axis.y + (to.z - from.z) * axis.z;
  return Math.hypot(along(first.geometry.rowDirection), along(first.geometry.columnDirection));
};
