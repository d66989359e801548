import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import { lengthOf, minus, type Vec3 } from '../domain/vec3.ts';
import { metadataDiffers } from './errors.ts';

/** Tolerance, since a server may write numbers with fewer digits. */
const POSITION_TOL_MM = 0.01;
const DIRECTION_TOL = 1e-3;

const isApart = (a: Vec3 | undefined, b: Vec3 | undefined, tolerance: number): boolean =>
  a !== undefined && b !== undefined && lengthOf(minus(a, b)) > tolerance;

const differs = <V>(a: V | undefined, b: V | undefined): boolean => a !== undefined && b !== undefined && a !== b;

/**
 * Refuses an image that contradicts its server metadata in identity or position, since series were chosen and slices ordered by the metadata. Headers
 * from the same file always agree.
 * @throws DICOM_METADATA_DIFFERS
 */
export const requireSameImage = (known: SliceHeader, read: SliceHeader, where: Where = {}): void => {
  const found: readonly (readonly [boolean, string])[] = [
    [differs(known.sopInstanceUid, read.sopInstanceUid), 'another SOPInstanceUID stands'],
    [
      differs(known.rows, read.rows) || differs(known.columns, read.columns),
      'another number of rows or columns stands',
    ],
    [differs(known.numberOfFrames, read.numberOfFrames), 'another number of frames stands'],
    [isApart(known.positionMm, read.positionMm, POSITION_TOL_MM), 'another position stands'],
    [
      isApart(known.rowDirection, read.rowDirection, DIRECTION_TOL) ||
        isApart(known.columnDirection, read.columnDirection, DIRECTION_TOL),
      'another orientation stands',
    ],
  ];
  const difference = found.find(([is]) => is);
  if (difference !== undefined) throw metadataDiffers(difference[1], where);
};
