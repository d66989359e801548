import { dot } from '../../domain/vec3.ts';
import { type Box, boxOf, type SlicePlace } from '../slice-place.ts';

const AXES = ['x', 'y', 'z'] as const;

/** Bounding box of all slices; undefined if there are none. */
export const boxAround = (places: readonly SlicePlace[]): Box | undefined =>
  places.length === 0 ? undefined : boxOf(places.flatMap(({ box }) => [box.min, box.max]));

export const centreZMm = ({ min, max }: Box): number => (min.z + max.z) / 2;
export const heightMm = ({ min, max }: Box): number => max.z - min.z;

const meet = (a: Box, b: Box, axis: 'x' | 'y' | 'z'): boolean =>
  a.min[axis] <= b.max[axis] && b.min[axis] <= a.max[axis];

/** Whether a transverse slice crosses the box: its centre is at that height, and their widths and depths overlap. */
export const crosses = ({ box, centreMm }: SlicePlace, extent: Box): boolean =>
  centreMm.z >= extent.min.z && centreMm.z <= extent.max.z && meet(box, extent, 'x') && meet(box, extent, 'y');

/** Share of the slices that cross the box. */
export const shareCrossing = (slices: readonly SlicePlace[], extent: Box): number =>
  slices.length === 0 ? 0 : slices.filter((slice) => crosses(slice, extent)).length / slices.length;

/** Share of the height of `other` that `box` also covers; 0 if their widths or depths do not overlap. */
export const sharedHeight = (box: Box, other: Box): number => {
  if (!AXES.every((axis) => meet(box, other, axis))) return 0;
  const commonMm = Math.min(box.max.z, other.max.z) - Math.max(box.min.z, other.min.z);
  return heightMm(other) > 0 ? commonMm / heightMm(other) : 1;
};

/** Tolerance for one plane: less than half a degree and half a millimetre apart, with each centre within the other picture. */
const PARALLEL = Math.cos(Math.PI / 360);
const SAME_PLANE_MM = 0.5;

/** Whether two slices show the same plane of the patient. */
export const showSamePlane = (a: SlicePlace, b: SlicePlace, apartMm = SAME_PLANE_MM): boolean => {
  const { normal } = b;
  // Called for all pairs of slices: the test that most pairs fail comes first and allocates no vector.
  const x = a.centreMm.x - b.centreMm.x;
  const y = a.centreMm.y - b.centreMm.y;
  const z = a.centreMm.z - b.centreMm.z;
  if (Math.abs(x * normal.x + y * normal.y + z * normal.z) > apartMm) return false;
  if (Math.abs(dot(a.normal, normal)) < PARALLEL) return false;
  return Math.hypot(x, y, z) <= Math.min(b.halfWidthMm, b.halfHeightMm);
};

/** Share of the slices that show a plane of the other series. */
export const shareRepeated = (
  slices: readonly SlicePlace[],
  others: readonly SlicePlace[],
  apartMm = SAME_PLANE_MM,
): number =>
  slices.length === 0
    ? 0
    : slices.filter((slice) => others.some((other) => showSamePlane(slice, other, apartMm))).length / slices.length;
