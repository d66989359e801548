import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import type { PointPx } from '../domain/turn.ts';
import { cross, dot, lengthOf, minus } from '../domain/vec3.ts';
import { invalidGeometry, tagMissing } from './errors.ts';
import { TAGS, tagsWithout } from './tags.ts';

export type { PointPx };

/** Directions are written with about six decimals, so their lengths and angle are off by 1e-5 at most; this is far from that. */
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
 * Where a slice lies, out of its header.
 * @throws DICOM_TAG_MISSING naming every attribute that the header lacks
 * @throws DICOM_GEOMETRY_INVALID for spacings that are not positive or directions that are not perpendicular units
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

/** The position of a slice. @throws DICOM_TAG_MISSING */
export const requirePosition = ({ positionMm }: SliceHeader, where?: Where): Vec3 => {
  if (positionMm === undefined) throw tagMissing([TAGS.imagePosition], 'find the direction of the stack', where);
  return positionMm;
};

/**
 * The DICOM affine, 4 x 4, row-major: `[row, column, 0, 1]` to patient millimetres (DICOM PS3.3 C.7.6.2.1.1, rows first).
 * The third column is zero, since a slice has no thickness of its own.
 */
export const affineOf = (geometry: SliceGeometry): readonly (readonly number[])[] => {
  const { rowDirection, columnDirection, positionMm, xSpacingMm, ySpacingMm } = geometry;
  const line = (axis: 'x' | 'y' | 'z') => [
    columnDirection[axis] * ySpacingMm,
    rowDirection[axis] * xSpacingMm,
    0,
    positionMm[axis],
  ];
  return [line('x'), line('y'), line('z'), [0, 0, 0, 1]];
};

/** Patient millimetres of a point of the slice, which may lie between pixels or outside the image. */
export const patientPointOf = (geometry: SliceGeometry, { xPx, yPx }: PointPx): Vec3 => {
  const { rowDirection, columnDirection, positionMm, xSpacingMm, ySpacingMm } = geometry;
  const along = (axis: 'x' | 'y' | 'z') =>
    columnDirection[axis] * ySpacingMm * yPx + rowDirection[axis] * xSpacingMm * xPx + positionMm[axis];
  return { x: along('x'), y: along('y'), z: along('z') };
};

/** Distance in mm, never negative, of a patient point to the infinite plane of the slice, along its normal. */
export const planeDistanceMm = (geometry: SliceGeometry, point: Vec3): number => {
  const normal = cross(geometry.rowDirection, geometry.columnDirection);
  return Math.abs(dot(minus(point, geometry.positionMm), normal)) / lengthOf(normal);
};

/**
 * The first of the planes that are nearest to the point.
 * @returns undefined when there is none within `maxDistanceMm`; exactly that distance is accepted
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
