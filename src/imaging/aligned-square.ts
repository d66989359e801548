import type { Image } from '../domain/image.ts';
import { cubicWeights } from './taps.ts';

/** A square in the patient: centre, side and rotation, with the pixel spacing. */
export interface AlignedSquare {
  /** Column and row in pixels, as for `squareAbout`. */
  readonly centre: { readonly xPx: number; readonly yPx: number };
  readonly sizeMm: number;
  /** Clockwise rotation of the upper edge, in radians. */
  readonly angle: number;
  readonly xSpacingMm: number;
  readonly ySpacingMm: number;
}

const clamp = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);

/** Maps a position in the square, from -0.5 to 0.5 on each axis, to column and row edges of the image. */
const placed = ({ centre, sizeMm, angle, xSpacingMm, ySpacingMm }: AlignedSquare) => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (across: number, down: number) => ({
    x: centre.xPx + (sizeMm * (cos * across - sin * down)) / xSpacingMm,
    y: centre.yPx + (sizeMm * (sin * across + cos * down)) / ySpacingMm,
  });
};

/** Whether all corners of the square are inside the image. */
export const alignedInside = (square: AlignedSquare, { rows, columns }: Pick<Image, 'rows' | 'columns'>): boolean =>
  [-0.5, 0.5].every((across) =>
    [-0.5, 0.5].every((down) => {
      const { x, y } = placed(square)(across, down);
      return x >= 0 && y >= 0 && x <= columns && y <= rows;
    }),
  );

/** Resamples a rotated square to `sizePx` rows and columns: bicubic without antialiasing, half-pixel centres, like `resize` of a box. */
export const alignedPixels = (image: Image, square: AlignedSquare, sizePx: number): Image => {
  const { pixels, rows, columns } = image;
  const at = placed(square);
  const out = new Float32Array(sizePx * sizePx);
  for (let row = 0; row < sizePx; row++)
    for (let column = 0; column < sizePx; column++) {
      const { x, y } = at((column + 0.5) / sizePx - 0.5, (row + 0.5) / sizePx - 0.5);
      const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
      const [across, down] = [cubicWeights(x - 0.5 - left), cubicWeights(y - 0.5 - top)];
      let sum = 0;
      for (let j = 0; j < 4; j++) {
        const start = clamp(top - 1 + j, rows) * columns;
        let line = 0;
        for (let i = 0; i < 4; i++) line += across[i]! * pixels[start + clamp(left - 1 + i, columns)]!;
        sum += down[j]! * line;
      }
      out[row * sizePx + column] = sum;
    }
  return { rows: sizePx, columns: sizePx, pixels: out };
};
