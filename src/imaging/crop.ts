/** A rectangle of whole pixels, half open: columns `x0 <= x < x1`, rows `y0 <= y < y1`. It may leave the image. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** The nearest whole number; a tie goes to the even neighbour (IEEE 754, as in Python and OpenCV). Never gives -0. */
export const roundHalfEven = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return (rest < 0.5 ? below : below + 1) + 0;
  return (below % 2 === 0 ? below : below + 1) + 0;
};

/**
 * The square of `sizeMm` about a point, in whole pixels.
 * @param centre   column and row in pixels, no half-pixel offset; need not be whole
 * @param square   side in the patient and distance of neighbouring columns (x) and rows (y), in mm
 * @returns        bounds `centre -+ sizeMm / spacing / 2`, each rounded half to even; not clipped to any image
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

/** Whether every pixel of the box is one of the image's; bounds that are NaN are not inside. */
export const boxInside = (
  { x0, y0, x1, y1 }: PixelBox,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): boolean => x0 >= 0 && y0 >= 0 && x1 <= columns && y1 <= rows;
