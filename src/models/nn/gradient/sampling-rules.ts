import type { Kernel, ResizeOptions } from '../ops.ts';
import { sizeAt } from '../shape-rules.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

type Names = 'maxPool' | 'resizeBilinear';

/** Source position of a result pixel, in source pixels, clamped. */
const sourcePosition = (to: number, { from, size, alignCorners }: AxisResize): number => {
  const position = alignCorners ? (size === 1 ? 0 : (to * (from - 1)) / (size - 1)) : ((to + 0.5) * from) / size - 0.5;
  return Math.min(Math.max(position, 0), from - 1);
};

interface AxisResize {
  readonly from: number;
  readonly size: number;
  readonly alignCorners: boolean;
}

/** Linear interpolation along an axis as a matrix [size, from]. */
const interpolationMatrix = (axis: AxisResize): Float32Array => {
  const { from, size } = axis;
  const matrix = new Float32Array(size * from);
  for (let to = 0; to < size; to++) {
    const position = sourcePosition(to, axis);
    const low = Math.floor(position);
    const high = Math.min(low + 1, from - 1);
    matrix[to * from + low]! += 1 - (position - low);
    matrix[to * from + high]! += position - low;
  }
  return matrix;
};

const transposedMatrix = (matrix: Float32Array, rows: number, columns: number): Float32Array =>
  Float32Array.from(matrix, (_, index) => matrix[(index % rows) * columns + Math.floor(index / rows)]!);

/** Interpolation multiplies by a matrix on each side, Y = R X C'; so the gradient is R' dY C. */
const resizeGradient = <T>(nn: Differentiable<T>, upstream: T, x: T, options: ResizeOptions): T => {
  const { rows, columns, alignCorners } = options;
  const shape = nn.shapeOf(x);
  const from = { rows: sizeAt(shape, 2), columns: sizeAt(shape, 3) };
  const byRow = interpolationMatrix({ from: from.rows, size: rows, alignCorners });
  const byColumn = interpolationMatrix({ from: from.columns, size: columns, alignCorners });
  const narrow = nn.matMul(upstream, nn.constant(byColumn, [columns, from.columns]));
  return nn.matMul(nn.constant(transposedMatrix(byRow, rows, from.rows), [from.rows, rows]), narrow);
};

/** Pooling and interpolation of maps. */
export const samplingRules = <T>(nn: Differentiable<T>, tape: Tape<T>): Pick<Kernel<Traced<T>>, Names> => ({
  maxPool: (x, options) => {
    const { value, gradient } = nn.maxPoolWithGradient(x.value, options);
    return tape.record([x], value, (up) => [() => gradient(up)]);
  },
  resizeBilinear: (x, options) =>
    tape.record([x], nn.resizeBilinear(x.value, options), (up) => [() => resizeGradient(nn, up, x.value, options)]),
});
