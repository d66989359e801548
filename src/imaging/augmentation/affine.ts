import { matrixSingular } from '../errors.ts';
import type { ImageSize } from '../resize.ts';

/** An affine map of pixels: `x' = xx x + xy y + x0`, `y' = yx x + yy y + y0`; x are columns, y rows. */
export interface AffineMatrix {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

export interface TurnAndShear {
  readonly rotateDeg: number;
  readonly shearXDeg: number;
  readonly shearYDeg: number;
}

const radians = (deg: number): number => (deg * Math.PI) / 180;

/**
 * Returns the matrix from input to output pixels that shears vertically, then horizontally, then rotates, all about the image's centre (for an even
 * size, between the two middle pixels). Signs follow albumentations 1.4.10 on scikit-image 0.24: each angle is negated.
 */
export const affineMatrix = (
  { rotateDeg, shearXDeg, shearYDeg }: TurnAndShear,
  { rows, columns }: ImageSize,
): AffineMatrix => {
  const cos = Math.cos(radians(rotateDeg));
  const sin = Math.sin(radians(rotateDeg));
  const across = Math.tan(radians(shearXDeg));
  const down = -Math.tan(radians(shearYDeg));
  // [cos sin; -sin cos] [1 across; 0 1] [1 0; down 1]
  const xx = cos * (1 + across * down) + sin * down;
  const xy = cos * across + sin;
  const yx = cos * down - sin * (1 + across * down);
  const yy = cos - sin * across;
  const xMiddle = (columns - 1) / 2;
  const yMiddle = (rows - 1) / 2;
  const x0 = xMiddle - xx * xMiddle - xy * yMiddle;
  const y0 = yMiddle - yx * xMiddle - yy * yMiddle;
  return { xx, xy, x0, yx, yy, y0 };
};

export const isIdentity = ({ xx, xy, x0, yx, yy, y0 }: AffineMatrix): boolean =>
  xx === 1 && xy === 0 && x0 === 0 && yx === 0 && yy === 1 && y0 === 0;

/** Inverts the map. Throws MATRIX_SINGULAR. */
export const inverseOf = ({ xx, xy, x0, yx, yy, y0 }: AffineMatrix): AffineMatrix => {
  const determinant = xx * yy - xy * yx;
  if (determinant === 0 || !Number.isFinite(determinant)) throw matrixSingular();
  const scale = 1 / determinant;
  const back = { xx: yy * scale, xy: -xy * scale, yx: -yx * scale, yy: xx * scale };
  return { ...back, x0: -back.xx * x0 - back.xy * y0, y0: -back.yx * x0 - back.yy * y0 };
};
