import type { SliceGeometry } from '../domain/study.ts';
import { cross, dot, minus, type Vec3 } from '../domain/vec3.ts';

interface PointMm {
  readonly xMm: number;
  readonly yMm: number;
}

/** The outer corners of a slice in the patient, in order round the border. */
const cornersOf = ({
  rows,
  columns,
  xSpacingMm,
  ySpacingMm,
  positionMm,
  rowDirection,
  columnDirection,
}: SliceGeometry) => {
  const at = (column: number, row: number): Vec3 => {
    const along = (axis: 'x' | 'y' | 'z') =>
      positionMm[axis] + rowDirection[axis] * column * xSpacingMm + columnDirection[axis] * row * ySpacingMm;
    return { x: along('x'), y: along('y'), z: along('z') };
  };
  const [right, bottom] = [columns - 0.5, rows - 0.5];
  return [at(-0.5, -0.5), at(right, -0.5), at(right, bottom), at(-0.5, bottom)];
};

/** Projects a patient point onto the image along the slice's normal. */
const onImage = (
  { positionMm, rowDirection, columnDirection, xSpacingMm, ySpacingMm }: SliceGeometry,
  point: Vec3,
): PointMm => {
  const offset = minus(point, positionMm);
  return { xMm: dot(offset, rowDirection) + xSpacingMm / 2, yMm: dot(offset, columnDirection) + ySpacingMm / 2 };
};

/** Clips a line to the image (Liang and Barsky 1984). */
const clipped = (from: PointMm, to: PointMm, { rows, columns, xSpacingMm, ySpacingMm }: SliceGeometry) => {
  const [dx, dy] = [to.xMm - from.xMm, to.yMm - from.yMm];
  const borders = [
    [-dx, from.xMm],
    [dx, columns * xSpacingMm - from.xMm],
    [-dy, from.yMm],
    [dy, rows * ySpacingMm - from.yMm],
  ] as const;
  let [start, end] = [0, 1];
  for (const [outward, room] of borders) {
    if (outward === 0 && room < 0) return undefined;
    if (outward < 0) start = Math.max(start, room / outward);
    if (outward > 0) end = Math.min(end, room / outward);
  }
  if (start >= end) return undefined;
  return {
    x1Mm: from.xMm + start * dx,
    y1Mm: from.yMm + start * dy,
    x2Mm: from.xMm + end * dx,
    y2Mm: from.yMm + end * dy,
  };
};

/**
 * Returns the reference line of another slice on the displayed one: no longer than the other slice is wide, clipped to the image.
 * @returns in mm from the outer corner of the upper left pixel; undefined if they do not meet on the image, and for parallel slices
 */
export const sliceCrossing = (shown: SliceGeometry, other: SliceGeometry) => {
  const normal = cross(shown.rowDirection, shown.columnDirection);
  const corners = cornersOf(other).map((point) => ({ point, heightMm: dot(minus(point, shown.positionMm), normal) }));
  const crossings = corners.flatMap((a, index) => {
    const b = corners[(index + 1) % corners.length]!;
    if (a.heightMm < 0 === b.heightMm < 0) return [];
    const share = a.heightMm / (a.heightMm - b.heightMm);
    const at = (axis: 'x' | 'y' | 'z') => a.point[axis] + share * (b.point[axis] - a.point[axis]);
    return [onImage(shown, { x: at('x'), y: at('y'), z: at('z') })];
  });
  const [from, to] = crossings;
  return from === undefined || to === undefined ? undefined : clipped(from, to, shown);
};
