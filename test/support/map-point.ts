import type { PointPx } from '../../src/dicom/index.ts';
import type { AffineMatrix } from '../../src/imaging/augmentation/affine.ts';

/** Where the matrix takes a point. */
export const mapPoint = ({ xx, xy, x0, yx, yy, y0 }: AffineMatrix, { xPx, yPx }: PointPx): PointPx => ({
  xPx: xx * xPx + xy * yPx + x0,
  yPx: yx * xPx + yy * yPx + y0,
});
