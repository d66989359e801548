import type { SliceGeometry } from '../../domain/study.ts';
import { cross, dot, type Vec3 } from '../../domain/vec3.ts';

export const plus = (a: Vec3, b: Vec3, times = 1): Vec3 => ({
  x: a.x + times * b.x,
  y: a.y + times * b.y,
  z: a.z + times * b.z,
});

export const normalOf = ({ rowDirection, columnDirection }: SliceGeometry): Vec3 =>
  cross(rowDirection, columnDirection);

/** The point of a slice `acrossMm` to the right of and `downMm` below the centre of its first pixel. */
export const pointOn = (
  { positionMm: o, rowDirection: r, columnDirection: c }: SliceGeometry,
  acrossMm: number,
  downMm: number,
): Vec3 => ({
  x: o.x + acrossMm * r.x + downMm * c.x,
  y: o.y + acrossMm * r.y + downMm * c.y,
  z: o.z + acrossMm * r.z + downMm * c.z,
});

/** Centre of a pixel by its index, row by row. */
export const pixelCentre = (g: SliceGeometry, index: number): Vec3 =>
  pointOn(g, (index % g.columns) * g.xSpacingMm, Math.floor(index / g.columns) * g.ySpacingMm);

/** Signed distance of a point from a slice's plane, in mm. */
export const distanceMm = (geometry: SliceGeometry, point: Vec3): number =>
  dot(normalOf(geometry), plus(point, geometry.positionMm, -1));

/** Projection of a point onto a slice, in pixels; pixel (0, 0) is the centre of the first one. */
export const pixelOf = (geometry: SliceGeometry, point: Vec3): { xPx: number; yPx: number } => {
  const from = plus(point, geometry.positionMm, -1);
  return {
    xPx: dot(from, geometry.rowDirection) / geometry.xSpacingMm,
    yPx: dot(from, geometry.columnDirection) / geometry.ySpacingMm,
  };
};

/** Rounds to a DICOM decimal string's precision, so that rendering matches the header. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;
const roundedVector = ({ x, y, z }: Vec3, digits: number): Vec3 => ({
  x: rounded(x, digits),
  y: rounded(y, digits),
  z: rounded(z, digits),
});

/** Size and spacing of a slice's grid. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly xSpacingMm: number;
  readonly ySpacingMm: number;
}

/** A slice of a given grid about a point. */
export const sliceAbout = (
  centreMm: Vec3,
  grid: Grid,
  { rowDirection, columnDirection }: { rowDirection: Vec3; columnDirection: Vec3 },
): SliceGeometry => {
  const acrossMm = ((grid.columns - 1) / 2) * grid.xSpacingMm;
  const downMm = ((grid.rows - 1) / 2) * grid.ySpacingMm;
  return {
    ...grid,
    positionMm: roundedVector(plus(plus(centreMm, rowDirection, -acrossMm), columnDirection, -downMm), 6),
    rowDirection: roundedVector(rowDirection, 9),
    columnDirection: roundedVector(columnDirection, 9),
  };
};
