import { SpineError } from '../../domain/spine-error.ts';
import { openStudies, type Studies } from '../../streams/sources/open-studies.ts';
import type { StudyFolderOptions } from '../../streams/sources/study-folder.ts';
import { distanceInPlaneMm, type GeometryAt, slicesOf, studyIn } from '../inputs/slice-geometries.ts';
import type { DistanceMm } from './compare-study.ts';
import type { RecordedPoint } from './record-grades.ts';

/**
 * Measures moves of keypoints from the headers of the studies, which are only read where a point moved. Without the
 * studies, or where their headers do not place a slice, distances are unknown.
 */
export const keypointMoves = async (folder: StudyFolderOptions | undefined) => {
  const unknown = new Map<string, number>();
  const studies = folder && (await openStudies(folder));
  return {
    /** Reasons why distances are unknown, each with its number of studies. */
    unknown,
    of: (studyId: string): DistanceMm => {
      let slices: Promise<GeometryAt | undefined> | undefined;
      const codes = new Set<string>();
      const noted = (error: unknown): undefined => {
        if (!(error instanceof SpineError)) throw error;
        if (!codes.has(error.code)) unknown.set(error.code, (unknown.get(error.code) ?? 0) + 1);
        codes.add(error.code);
        return undefined;
      };
      return async (from, to) => {
        if (studies === undefined) return undefined;
        slices ??= slicesIn(studies, studyId).catch(noted);
        const geometryAt = await slices;
        return geometryAt && distance(geometryAt, studyId, from, to).catch(noted);
      };
    },
  };
};

const slicesIn = async (studies: Studies, studyId: string): Promise<GeometryAt> =>
  slicesOf(await studyIn(studies, studyId));

const distance = async (
  geometryAt: GeometryAt,
  studyId: string,
  from: RecordedPoint,
  to: RecordedPoint,
): Promise<number> => {
  const placed = async ({ instanceNumber, xNorm, yNorm, ...row }: RecordedPoint) => {
    const geometry = await geometryAt({ studyId, ...row }, instanceNumber);
    return { geometry, point: { xPx: xNorm * geometry.columns, yPx: yNorm * geometry.rows } };
  };
  return distanceInPlaneMm(await placed(from), await placed(to));
};
