import type { SliceHeader } from '../../domain/slice-header.ts';
import { cross, dot, lengthOf, minus, scaled, sum, type Vec3 } from '../../domain/vec3.ts';

/** Where a slice lies, as ordering needs it. */
export interface SlicePlace {
  /** Unit length; one of the two ways through the slice. */
  readonly normal: Vec3;
  /** Centre of the picture, in mm. */
  readonly centreMm: Vec3;
  /** Half of the picture's diagonal, in mm. */
  readonly radiusMm: number;
}

/** Where a slice lies; undefined where its header does not say, or says nothing usable. */
export const placeOf = (header: SliceHeader): SlicePlace | undefined => {
  const { positionMm, rowDirection, columnDirection, pixelSpacingMm, rows, columns } = header;
  if (!(positionMm && rowDirection && columnDirection && pixelSpacingMm && rows && columns)) return undefined;
  const through = cross(rowDirection, columnDirection);
  const length = lengthOf(through);
  if (!(length > 0)) return undefined;
  const across = scaled(rowDirection, ((columns - 1) / 2) * pixelSpacingMm.xSpacingMm);
  const down = scaled(columnDirection, ((rows - 1) / 2) * pixelSpacingMm.ySpacingMm);
  return {
    normal: scaled(through, 1 / length),
    centreMm: sum(positionMm, sum(across, down)),
    radiusMm: Math.hypot(lengthOf(across), lengthOf(down)),
  };
};

/** The same normal, or its opposite: whichever runs along the axis rather than against it. */
export const along = (normal: Vec3, axis: Vec3): Vec3 => (dot(normal, axis) < 0 ? scaled(normal, -1) : normal);

/** Cosine of the angle between two lines, whichever way they run. */
export const agreement = (a: Vec3, b: Vec3): number => Math.abs(dot(a, b));

/** Distance of two points in the plane with that normal, in mm. */
export const inPlaneDistanceMm = (a: Vec3, b: Vec3, normal: Vec3): number => {
  const way = minus(a, b);
  return lengthOf(minus(way, scaled(normal, dot(way, normal))));
};
