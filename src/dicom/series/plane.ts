import { grouped } from '../../domain/grouped.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';
import { cross, lengthOf } from '../../domain/vec3.ts';

export type Plane = 'sagittal' | 'coronal' | 'axial';

type Oriented = Pick<SliceHeader, 'rowDirection' | 'columnDirection'>;

/** The plane within 45 degrees of a slice; a slice tilted along a disc is still axial. Undefined without an orientation or between planes. */
export const planeOf = ({ rowDirection, columnDirection }: Oriented): Plane | undefined => {
  if (rowDirection === undefined || columnDirection === undefined) return undefined;
  const normal = cross(rowDirection, columnDirection);
  const least = Math.SQRT1_2 * lengthOf(normal);
  if (Math.abs(normal.x) > least) return 'sagittal';
  if (Math.abs(normal.y) > least) return 'coronal';
  return Math.abs(normal.z) > least ? 'axial' : undefined;
};

/** The plane of more than half of the slices, so that one block that follows a steep disc beyond 45 degrees does not change the plane of a series. */
export const majorityPlaneOf = (slices: readonly Oriented[]): Plane | undefined => {
  for (const [plane, members] of grouped(slices, planeOf)) if (2 * members.length > slices.length) return plane;
  return undefined;
};
