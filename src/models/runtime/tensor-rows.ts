import { elementCount, joinedFloats, type Tensor } from '../../domain/image.ts';
import type { Tensors } from './runtime.ts';

/** Rows of a batch. */
export const rowsOf = (tensors: Tensors): number => Object.values(tensors)[0]?.shape[0] ?? 0;

const together = (parts: readonly Tensor[]): Tensor => ({
  shape: [parts.reduce((sum, part) => sum + part.shape[0]!, 0), ...parts[0]!.shape.slice(1)],
  data: joinedFloats(parts.map(({ data }) => data)),
});

/** Concatenates tensors of the same names along the batch. */
export const stackedRows = (all: readonly Tensors[]): Tensors => {
  const [first = {}] = all;
  if (all.length === 1) return first;
  return Object.fromEntries(Object.keys(first).map((name) => [name, together(all.map((tensors) => tensors[name]!))]));
};

/** Copies `rows` rows, from row `start`. */
export const rowsFrom = ({ shape, data }: Tensor, start: number, rows: number): Tensor => {
  const size = elementCount(shape.slice(1));
  return { shape: [rows, ...shape.slice(1)], data: data.slice(start * size, (start + rows) * size) };
};

/** Copies `rows` rows of every tensor, from row `start`. */
export const rowsOfEach = (tensors: Tensors, start: number, rows: number): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rowsFrom(tensor, start, rows)]));

/** Divides outputs among the requests of a batch, in order; an output may have several entries per row. */
export const sharesOf = (outputs: Tensors, sizes: readonly number[]): readonly Tensors[] => {
  if (sizes.length === 1) return [outputs];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let row = 0;
  return sizes.map((size) => {
    const share = Object.entries(outputs).map(([name, tensor]) => {
      const entries = tensor.shape[0]! / total;
      return [name, rowsFrom(tensor, row * entries, size * entries)] as const;
    });
    row += size;
    return Object.fromEntries(share);
  });
};
