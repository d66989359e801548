import type { PointPx } from '../../domain/turn.ts';

/**
 * Converts a point to DICOM's spatial coordinates, in which the outer corner of the upper left pixel is (0, 0) and its centre (0.5, 0.5) (PS3.3
 * C.18.6.1.1); this product counts from the centre.
 */
export const spatialCoordinates = ({ xPx, yPx }: PointPx): { readonly column: number; readonly row: number } => ({
  column: xPx + 0.5,
  row: yPx + 0.5,
});
