import { entryOf, type StudyState } from '../../../core/study-state.ts';
import { geometryIfKnown, patientPointOf, type SliceHeader } from '../../../dicom/index.ts';
import { FAMILY_OF } from '../../../domain/families.ts';
import type { Keypoint, Selection } from '../../../domain/results.ts';
import { sitesAgree } from '../../../domain/site.ts';
import { fileOfInstance } from '../../../domain/stored-point.ts';
import { type PointNorm, type PointPx, storedNorm } from '../../../domain/turn.ts';
import { CONDITIONS, LEVELS } from '../../../domain/vocabulary.ts';
import type { LocationKeypoint } from '../../../interop/study-result.ts';
import type { ResultOptions } from './options.ts';
import { imageOfFile, type UsedImage } from './used-images.ts';

const inPixels = ({ xNorm, yNorm }: PointNorm, size: { readonly rows: number; readonly columns: number }): PointPx => ({
  xPx: xNorm * size.columns,
  yPx: yNorm * size.rows,
});

/** The point on the image as stored, which other systems display. */
const storedPx = (point: PointNorm, { file: { canonical }, header }: UsedImage): PointPx => {
  if (canonical !== undefined) return inPixels(storedNorm(point, canonical), canonical.stored);
  return inPixels(point, { rows: header.rows ?? 0, columns: header.columns ?? 0 });
};

const pointInPatient = (point: PointNorm, header: SliceHeader): LocationKeypoint['patient'] => {
  const { frameOfReferenceUid } = header;
  const geometry = geometryIfKnown(header);
  if (frameOfReferenceUid === undefined || geometry === undefined) return undefined;
  return { pointMm: patientPointOf(geometry, inPixels(point, geometry)), frameOfReferenceUid };
};

/** The image of a keypoint, in the report's sense. */
const imageOf = (
  keypoint: Keypoint,
  selections: readonly Selection[],
  images: readonly UsedImage[],
): UsedImage | undefined => {
  const selection = selections.find(
    ({ site, series }) => series?.id === keypoint.seriesId && sitesAgree(site, keypoint.site),
  );
  const file = selection && fileOfInstance(selection.files, keypoint.instanceNumber);
  return imageOfFile(images, keypoint.seriesId, file);
};

/** The keypoint of each location that has one, on its image and in patient space. */
export const locationKeypoints = (
  state: StudyState,
  o: ResultOptions,
  images: readonly UsedImage[],
): readonly LocationKeypoint[] =>
  CONDITIONS.flatMap((condition) => {
    const { family, side } = FAMILY_OF[condition];
    const name = o[family];
    if (name === undefined) return [];
    const keypoints = entryOf(state, `keypoints.${name}`);
    const selections = entryOf(state, `selections.${name}`);
    return LEVELS.flatMap((level) => {
      const keypoint = keypoints.find(({ site }) => site.level === level && site.side === side);
      const used = keypoint && imageOf(keypoint, selections, images);
      if (keypoint?.point === undefined || used === undefined) return [];
      const { image, header } = used;
      const { point } = keypoint;
      return [{ condition, level, image, pointPx: storedPx(point, used), patient: pointInPatient(point, header) }];
    });
  });
