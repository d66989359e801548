import { atBatch, type Shape } from '../../../../src/models/nn/dim.ts';
import { broadcastShape } from '../../../../src/models/nn/shape-rules.ts';

/** A dense array in double precision, row-major. */
export interface Float64Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const sizes = (shape: Shape): readonly number[] => atBatch(shape, 1);

export const stridesOf = (shape: readonly number[]): readonly number[] =>
  shape.map((_, axis) => count(shape.slice(axis + 1)));

/** A tensor whose element at each index is `value(index)`. */
export const filledBy = (shape: readonly number[], value: (index: readonly number[]) => number): Float64Tensor => {
  const data = new Float64Array(count(shape));
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    data[i] = value(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { shape, data };
};

/** The element at an index whose axes of size 1 are stretched and whose leading axes may be missing. */
export const stretchedAt = ({ shape, data }: Float64Tensor): ((index: readonly number[]) => number) => {
  const strides = stridesOf(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  return (index) => {
    const ahead = index.length - shape.length;
    let place = 0;
    for (let axis = 0; axis < shape.length; axis++) place += strides[axis]! * index[axis + ahead]!;
    return data[place]!;
  };
};

export const mapped = ({ shape, data }: Float64Tensor, f: (value: number) => number): Float64Tensor => ({
  shape,
  data: data.map(f),
});

export const zipped = (a: Float64Tensor, b: Float64Tensor, f: (x: number, y: number) => number): Float64Tensor => {
  if (a.data.length === b.data.length && a.shape.length === b.shape.length)
    return { shape: a.shape, data: a.data.map((value, i) => f(value, b.data[i]!)) };
  const [atA, atB] = [stretchedAt(a), stretchedAt(b)];
  return filledBy(sizes(broadcastShape('zip', a.shape, b.shape)), (index) => f(atA(index), atB(index)));
};

/** Folds the axes away, which stay with size 1. */
export const folded = (
  x: Float64Tensor,
  axes: readonly number[],
  start: number,
  f: (a: number, b: number) => number,
): Float64Tensor => {
  const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const strides = stridesOf(shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const data = new Float64Array(count(shape)).fill(start);
  let i = 0;
  filledBy(x.shape, (index) => {
    const place = index.reduce((sum, at, axis) => sum + at * strides[axis]!, 0);
    data[place] = f(data[place]!, x.data[i++]!);
    return 0;
  });
  return { shape, data };
};
