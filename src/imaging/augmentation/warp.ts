import { roundHalfEven } from '../crop.ts';
import { pixelCountWrong } from '../errors.ts';
import type { ImageSize } from '../resize.ts';
import { type AffineMatrix, inverseOf, isIdentity } from './affine.ts';

/** Positions are computed in 1/1024 pixel, as in OpenCV's `warpAffine`. */
const UNITS_PER_PX = 1024;
/** Bilinear weights have a resolution of 1/32 pixel. */
const STEPS_PER_PX = 32;

const { fround } = Math;

/** Contribution of each output column, or row, to the input's x and y, in whole units. */
const unitsAlong = (count: number, xSlope: number, ySlope: number, { x0, y0 } = { x0: 0, y0: 0 }) => {
  const units = (slope: number, offset: number) =>
    Int32Array.from({ length: count }, (_, i) => roundHalfEven((slope * i + offset) * UNITS_PER_PX));
  return { x: units(xSlope, x0), y: units(ySlope, y0) };
};

/** Interpolates a plane at a position in units. */
type PlaneSampler = (plane: Float32Array, size: ImageSize, xUnits: number, yUnits: number) => number;

const valueAt = (plane: Float32Array, { rows, columns }: ImageSize, row: number, column: number): number =>
  row >= 0 && row < rows && column >= 0 && column < columns ? plane[row * columns + column]! : 0;

const nearest: PlaneSampler = (plane, size, xUnits, yUnits) =>
  valueAt(plane, size, (yUnits + UNITS_PER_PX / 2) >> 10, (xUnits + UNITS_PER_PX / 2) >> 10);

/** Sum of four products, rounded to float32 at each product and sum. */
const bilinear: PlaneSampler = (plane, size, xUnits, yUnits) => {
  const xSteps = (xUnits + 16) >> 5;
  const ySteps = (yUnits + 16) >> 5;
  const column = xSteps >> 5;
  const row = ySteps >> 5;
  if (row < -1 || column < -1 || row >= size.rows || column >= size.columns) return 0;
  const right = (xSteps & 31) / STEPS_PER_PX;
  const below = (ySteps & 31) / STEPS_PER_PX;
  const a = fround(valueAt(plane, size, row, column) * ((1 - right) * (1 - below)));
  const b = fround(valueAt(plane, size, row, column + 1) * (right * (1 - below)));
  const c = fround(valueAt(plane, size, row + 1, column) * ((1 - right) * below));
  const d = fround(valueAt(plane, size, row + 1, column + 1) * (right * below));
  return fround(fround(fround(a + b) + c) + d);
};

const warped = (stack: Float32Array, size: ImageSize, matrix: AffineMatrix, sample: PlaneSampler): Float32Array => {
  const { rows, columns } = size;
  const area = rows * columns;
  if (stack.length % area !== 0) throw pixelCountWrong(stack.length, size, 'a stack of slices');
  if (isIdentity(matrix)) return stack.slice();
  const back = inverseOf(matrix);
  const across = unitsAlong(columns, back.xx, back.yx);
  const down = unitsAlong(rows, back.xy, back.yy, back);
  const out = new Float32Array(stack.length);
  for (let start = 0; start < stack.length; start += area) {
    const plane = stack.subarray(start, start + area);
    for (let row = 0, at = start; row < rows; row++) {
      const x = down.x[row]!;
      const y = down.y[row]!;
      for (let column = 0; column < columns; column++, at++)
        out[at] = sample(plane, size, x + across.x[column]!, y + across.y[column]!);
    }
  }
  return out;
};

/**
 * Warps each slice of the stack by the map: bilinear, zero outside.
 * Bit-identical to OpenCV's `warpAffine`: positions are rounded to 1/32 pixel.
 * @param stack    [slices, rows, columns]
 * @param matrix   from input to output pixels
 * Throws PIXEL_COUNT or MATRIX_SINGULAR.
 */
export const warpedImage = (stack: Float32Array, size: ImageSize, matrix: AffineMatrix): Float32Array =>
  warped(stack, size, matrix, bilinear);

/** Like `warpedImage`, but with nearest-neighbour interpolation, which the original uses for target heatmaps. */
export const warpedHeatmaps = (stack: Float32Array, size: ImageSize, matrix: AffineMatrix): Float32Array =>
  warped(stack, size, matrix, nearest);
