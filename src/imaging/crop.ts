/** A rectangle of whole pixels, half open: columns `x0 <= x < x1`, rows `y0 <= y < y1`. May extend beyond the image. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Rounds half to even (IEEE 754, as in Python and OpenCV). Never returns -0. */
export const roundHalfEven = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return (rest < 0.5 ? below : below + 1) + 0;
  return (below % 2 === 0 ? below : below + 1) + 0;
};

/**
 * Returns the square of `sizeMm` about a point, in whole pixels.
 * @param centre   column and row in pixels, without half-pixel offset; may be fractional
 * @param square   side in the patient, and spacing of neighbouring columns (x) and rows (y), in mm
 * @returns        bounds `centre -+ sizeMm / spacing / 2`, each rounded half to even as Python's `round` does; not clipped to any image
 *
 * @example
 * import { squareAbout } from 'spinestream/imaging';
 *
 * const spacing = { xSpacingMm: 0.5, ySpacingMm: 0.625 };
 * squareAbout({ xPx: 160, yPx: 100 }, { sizeMm: 50, ...spacing }); // { x0: 110, y0: 60, x1: 210, y1: 140 }
 */
export const squareAbout = (
  centre: { readonly xPx: number; readonly yPx: number },
  square: { readonly sizeMm: number; readonly xSpacingMm: number; readonly ySpacingMm: number },
): PixelBox => {
  const widthPx = square.sizeMm / square.xSpacingMm;
  const heightPx = square.sizeMm / square.ySpacingMm;
  return {
    x0: roundHalfEven(centre.xPx - widthPx / 2),
    y0: roundHalfEven(centre.yPx - heightPx / 2),
    x1: roundHalfEven(centre.xPx + widthPx / 2),
    y1: roundHalfEven(centre.yPx + heightPx / 2),
  };
};

/**
 * Returns whether the box is inside the image; false if a bound is NaN.
 * @param box    half open, in pixels: columns `x0 <= x < x1`, rows `y0 <= y < y1`
 * @param image  number of rows and columns
 *
 * @example
 * import { boxInside } from 'spinestream/imaging';
 *
 * const image = { rows: 320, columns: 320 };
 * boxInside({ x0: 0, y0: 0, x1: 320, y1: 320 }, image); // true
 * boxInside({ x0: 280, y0: 100, x1: 330, y1: 150 }, image); // false
 */
export const boxInside = (
  { x0, y0, x1, y1 }: PixelBox,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): boolean => x0 >= 0 && y0 >= 0 && x1 <= columns && y1 <= rows;
