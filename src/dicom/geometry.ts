import type { SliceHeader } from '../domain/slice-header.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';
import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import type { PointPx } from '../domain/turn.ts';
import { cross, dot, lengthOf, minus } from '../domain/vec3.ts';
import { invalidGeometry, tagMissing } from './errors.ts';
import { TAGS, tagsWithout } from './tags.ts';

export type { PointPx };

/** Tolerance for directions: about six decimals are written, so lengths and angles are off by 1e-5 at most; this is well above that. */
const DIRECTION_TOL = 0.01;

const checked = (geometry: SliceGeometry, where?: Where): SliceGeometry => {
  const { xSpacingMm, ySpacingMm, rowDirection, columnDirection } = geometry;
  if (xSpacingMm <= 0 || ySpacingMm <= 0)
    throw invalidGeometry(`PixelSpacing is ${ySpacingMm} \\ ${xSpacingMm} mm, expected positive numbers`, where);
  const lengths = [rowDirection, columnDirection, cross(rowDirection, columnDirection)].map(lengthOf);
  if (lengths.some((length) => Math.abs(length - 1) > DIRECTION_TOL))
    throw invalidGeometry('ImageOrientationPatient is not two perpendicular directions of length 1', where);
  return geometry;
};

/**
 * Returns the position and orientation of a slice in the patient, from its header: DICOM's Image Plane module (PS3.3 C.7.6.2), lengths in mm.
 * @throws DICOM_TAG_MISSING naming every attribute that the header lacks
 * @throws DICOM_GEOMETRY_INVALID for spacings that are not positive or directions that are not perpendicular unit vectors
 *
 * @example
 * import { geometryOf, parseHeader } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const geometry = geometryOf(parseHeader(exampleSliceBytes('13', 1)));
 * geometry.positionMm; // { x: -64, y: -64, z: -20 }
 * geometry.xSpacingMm; // 4
 */
export const geometryOf = (header: SliceHeader, where?: Where): SliceGeometry => {
  const { rows, columns, pixelSpacingMm, positionMm, rowDirection, columnDirection } = header;
  if (!(rows && columns && pixelSpacingMm && positionMm && rowDirection && columnDirection)) {
    const missing = tagsWithout([
      [rows, TAGS.rows],
      [columns, TAGS.columns],
      [pixelSpacingMm, TAGS.pixelSpacing],
      [positionMm, TAGS.imagePosition],
      [rowDirection, TAGS.imageOrientation],
    ]);
    throw tagMissing(missing, 'place the slice in the patient', where);
  }
  return checked({ rows, columns, ...pixelSpacingMm, positionMm, rowDirection, columnDirection }, where);
};

/** As `geometryOf`; undefined for a header without a valid position. */
export const geometryIfKnown = (header: SliceHeader): SliceGeometry | undefined => {
  try {
    return geometryOf(header);
  } catch (error) {
    if (error instanceof SpineError) return undefined;
    throw error;
  }
};

/** The position of a slice. @throws DICOM_TAG_MISSING */
export const requirePosition = ({ positionMm }: SliceHeader, where?: Where): Vec3 => {
  if (positionMm === undefined) throw tagMissing([TAGS.imagePosition], 'find the direction of the stack', where);
  return positionMm;
};

/**
 * Returns a point of a slice in patient coordinates (DICOM PS3.3 C.7.6.2.1.1): x to the patient's left, y to the back, z to the head, in mm.
 * @param point  in pixels; may lie between pixels or outside the image, (0, 0) is the centre of the upper left pixel
 *
 * @example
 * import { geometryOf, parseHeader, patientPointOf } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const geometry = geometryOf(parseHeader(exampleSliceBytes('13', 1)));
 * patientPointOf(geometry, { xPx: 16, yPx: 0 }); // { x: 0, y: -64, z: -20 }
 */
export const patientPointOf = (geometry: SliceGeometry, { xPx, yPx }: PointPx): Vec3 => {
  const { rowDirection, columnDirection, positionMm, xSpacingMm, ySpacingMm } = geometry;
  const along = (axis: 'x' | 'y' | 'z') =>
    columnDirection[axis] * ySpacingMm * yPx + rowDirection[axis] * xSpacingMm * xPx + positionMm[axis];
  return { x: along('x'), y: along('y'), z: along('z') };
};

/** Distance in mm, never negative, of a patient point from the infinite plane of the slice, along its normal. */
export const planeDistanceMm = (geometry: SliceGeometry, point: Vec3): number => {
  const normal = cross(geometry.rowDirection, geometry.columnDirection);
  return Math.abs(dot(minus(point, geometry.positionMm), normal)) / lengthOf(normal);
};

/**
 * Returns the plane nearest to a point; the first in a tie.
 * @param point          in patient mm
 * @param maxDistanceMm  inclusive
 * @returns              undefined if no plane is within `maxDistanceMm`
 *
 * @example
 * import { geometryOf, nearestPlane, parseHeader } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const planes = [1, 2, 3].map((number) => ({ number, geometry: geometryOf(parseHeader(exampleSliceBytes('13', number))) }));
 * nearestPlane({ x: 0, y: 0, z: -11 }, planes, 5)?.number; // 2
 * nearestPlane({ x: 0, y: 0, z: 40 }, planes, 5); // undefined
 */
export const nearestPlane = <T extends { readonly geometry: SliceGeometry }>(
  point: Vec3,
  planes: readonly T[],
  maxDistanceMm: number,
): T | undefined => {
  let nearest: T | undefined;
  let leastMm = Number.POSITIVE_INFINITY;
  for (const plane of planes) {
    const distanceMm = planeDistanceMm(plane.geometry, point);
    if (distanceMm < leastMm) [nearest, leastMm] = [plane, distanceMm];
  }
  return leastMm <= maxDistanceMm ? nearest : undefined;
};
