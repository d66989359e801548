export interface AxisResize {
  readonly from: number;
  readonly to: number;
  /** As in `ResizeOptions`. */
  readonly alignCorners: boolean;
}

/** Source position of a result pixel, in source pixels, clamped. */
const sourcePosition = (index: number, { from, to, alignCorners }: AxisResize): number => {
  const position = alignCorners ? (to === 1 ? 0 : (index * (from - 1)) / (to - 1)) : ((index + 0.5) * from) / to - 0.5;
  return Math.min(Math.max(position, 0), from - 1);
};

/** Linear interpolation along an axis as a matrix [to, from]. */
export const interpolationMatrix = (axis: AxisResize): Float32Array => {
  const { from, to } = axis;
  const matrix = new Float32Array(to * from);
  for (let index = 0; index < to; index++) {
    const position = sourcePosition(index, axis);
    const low = Math.floor(position);
    const high = Math.min(low + 1, from - 1);
    matrix[index * from + low]! += 1 - (position - low);
    matrix[index * from + high]! += position - low;
  }
  return matrix;
};

/** The same transposed, [from, to]: passes each result pixel back to its source pixels. */
export const transposedInterpolation = (axis: AxisResize): Float32Array => {
  const { from, to } = axis;
  const matrix = interpolationMatrix(axis);
  return Float32Array.from(matrix, (_, index) => matrix[(index % to) * from + Math.floor(index / to)]!);
};
