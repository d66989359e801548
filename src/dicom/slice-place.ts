import type { IndexedSlice } from '../domain/indexed.ts';
import type { SliceHeader } from '../domain/slice-header.ts';
import { cross, dot, lengthOf, scaled, sum, type Vec3 } from '../domain/vec3.ts';

/** Position and orientation of a slice in the patient. */
export interface SlicePlace {
  readonly centreMm: Vec3;
  /** Of length 1. */
  readonly normal: Vec3;
  readonly halfWidthMm: number;
  readonly halfHeightMm: number;
  readonly box: Box;
}

/** A bounding box along the patient's axes. */
export interface Box {
  readonly min: Vec3;
  readonly max: Vec3;
}

/** The bounding box of one or more points. */
export const boxOf = (points: readonly Vec3[]): Box => {
  const bound = (pick: (...values: number[]) => number): Vec3 => ({
    x: points.reduce((value, { x }) => pick(value, x), points[0]!.x),
    y: points.reduce((value, { y }) => pick(value, y), points[0]!.y),
    z: points.reduce((value, { z }) => pick(value, z), points[0]!.z),
  });
  return { min: bound(Math.min), max: bound(Math.max) };
};

/** The box of a rectangle about its centre, with sides along both directions. */
const boxAbout = (centre: Vec3, halfRow: Vec3, halfColumn: Vec3): Box => {
  const x = Math.abs(halfRow.x) + Math.abs(halfColumn.x);
  const y = Math.abs(halfRow.y) + Math.abs(halfColumn.y);
  const z = Math.abs(halfRow.z) + Math.abs(halfColumn.z);
  return {
    min: { x: centre.x - x, y: centre.y - y, z: centre.z - z },
    max: { x: centre.x + x, y: centre.y + y, z: centre.z + z },
  };
};

/** Position and orientation of a slice; undefined if its header is incomplete. */
export const placeOf = (header: Partial<SliceHeader>): SlicePlace | undefined => {
  const { rows, columns, pixelSpacingMm, positionMm, rowDirection, columnDirection } = header;
  if (!(rows && columns && pixelSpacingMm && positionMm && rowDirection && columnDirection)) return undefined;
  const normal = cross(rowDirection, columnDirection);
  const length = lengthOf(normal);
  if (!(length > 0)) return undefined;
  const halfWidthMm = ((columns - 1) * pixelSpacingMm.xSpacingMm) / 2;
  const halfHeightMm = ((rows - 1) * pixelSpacingMm.ySpacingMm) / 2;
  const [halfRow, halfColumn] = [scaled(rowDirection, halfWidthMm), scaled(columnDirection, halfHeightMm)];
  const centreMm = sum(sum(positionMm, halfRow), halfColumn);
  return {
    centreMm,
    normal: { x: normal.x / length, y: normal.y / length, z: normal.z / length },
    halfWidthMm,
    halfHeightMm,
    box: boxAbout(centreMm, halfRow, halfColumn),
  };
};

export interface PositionedSlice<T> {
  readonly slice: T;
  readonly place: SlicePlace;
}

/** Separates the slices of a series whose headers state a position from the others. */
export const positioned = (slices: readonly IndexedSlice[]) => {
  const placed: PositionedSlice<IndexedSlice>[] = [];
  const unplaced: IndexedSlice[] = [];
  for (const slice of slices) {
    const place = placeOf(slice.header);
    if (place === undefined) unplaced.push(slice);
    else placed.push({ slice, place });
  }
  return { placed, unplaced };
};

/** Distance from the centre of a picture to its corners, in mm. */
export const radiusMm = ({ halfWidthMm, halfHeightMm }: SlicePlace): number => Math.hypot(halfWidthMm, halfHeightMm);

/** The normal or its opposite, whichever points along the axis. */
export const along = (normal: Vec3, axis: Vec3): Vec3 => (dot(normal, axis) < 0 ? scaled(normal, -1) : normal);

/** Cosine of the angle between two lines, regardless of direction. */
export const agreement = (a: Vec3, b: Vec3): number => Math.abs(dot(a, b));
