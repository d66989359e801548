import { kernelWrong } from '../errors.ts';

/** Weights of a filter, row-major, [sizePx, sizePx], centred on the output pixel. `sizePx` is odd. */
export interface Kernel {
  readonly sizePx: number;
  readonly weights: readonly number[];
}

/**
 * Sharpens by subtracting the neighbours.
 * @param alpha       share of the effect: 0 leaves the image unchanged
 * @param lightness   weight of the centre in excess of the subtracted neighbours; 1 keeps the brightness
 */
export const sharpenKernel = ({ alpha, lightness }: { readonly alpha: number; readonly lightness: number }): Kernel => {
  const around = -alpha;
  const middle = 1 - alpha + alpha * (8 + lightness);
  return { sizePx: 3, weights: [around, around, around, around, middle, around, around, around, around] };
};

/** A line between two pixels of a small square, by column (x) and row (y). */
export interface BlurLine {
  readonly sizePx: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * Returns the pixels of an 8-connected line one pixel wide, as 0 and 1, row-major. Starts at the end with the smaller x (at the first for equal x),
 * as OpenCV does.
 */
export const lineMask = ({ sizePx, ...line }: BlurLine): number[] => {
  const swap = line.x2 < line.x1;
  const [xFrom, yFrom] = swap ? [line.x2, line.y2] : [line.x1, line.y1];
  const dx = Math.abs(line.x2 - line.x1);
  const dy = (swap ? line.y1 : line.y2) - yFrom;
  const major = Math.max(dx, Math.abs(dy));
  const minor = Math.min(dx, Math.abs(dy));
  const alongX = { x: 1, y: 0 };
  const alongY = { x: 0, y: Math.sign(dy) };
  const [majorStep, minorStep] = Math.abs(dy) > dx ? [alongY, alongX] : [alongX, alongY];
  const mask = new Array<number>(sizePx * sizePx).fill(0);
  for (let step = 0, x = xFrom, y = yFrom, error = major - 2 * minor; step <= major; step++) {
    mask[y * sizePx + x] = 1;
    const aside = error < 0 ? 1 : 0;
    x += majorStep.x + aside * minorStep.x;
    y += majorStep.y + aside * minorStep.y;
    error += 2 * (aside * major - minor);
  }
  return mask;
};

/** Averages along a line. Throws KERNEL for an even size or a point outside the kernel. */
export const motionBlurKernel = (line: BlurLine): Kernel => {
  const { sizePx, x1, y1, x2, y2 } = line;
  const inside = [x1, y1, x2, y2].every((at) => Number.isInteger(at) && at >= 0 && at < sizePx);
  if (!inside) throw kernelWrong(`the line from (${x1}, ${y1}) to (${x2}, ${y2}) leaves a square of ${sizePx} pixels`);
  const mask = lineMask(line);
  const count = mask.reduce((sum, pixel) => sum + pixel, 0);
  return { sizePx, weights: mask.map((pixel) => pixel / count) };
};
