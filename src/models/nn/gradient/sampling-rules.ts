import { interpolationMatrix, transposedInterpolation } from '../interpolation-matrix.ts';
import type { Kernel, ResizeOptions } from '../ops.ts';
import { sizeAt } from '../shape-rules.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

type Names = 'maxPool' | 'resizeBilinear';

/** Interpolation multiplies by a matrix on each side, Y = R X C'; so the gradient is R' dY C. */
const resizeGradient = <T>(nn: Differentiable<T>, upstream: T, x: T, options: ResizeOptions): T => {
  const { rows, columns, alignCorners } = options;
  const shape = nn.shapeOf(x);
  const from = { rows: sizeAt(shape, 2), columns: sizeAt(shape, 3) };
  const byRow = transposedInterpolation({ from: from.rows, to: rows, alignCorners });
  const byColumn = interpolationMatrix({ from: from.columns, to: columns, alignCorners });
  const narrow = nn.matMul(upstream, nn.constant(byColumn, [columns, from.columns]));
  return nn.matMul(nn.constant(byRow, [from.rows, rows]), narrow);
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
