import type { Samples } from './data-set.ts';
import { decimals } from './decimals.ts';
import type { Slice } from './slice.ts';

export type Vector = readonly [x: number, y: number, z: number];

const vectorOf = (values: readonly number[], from = 0): Vector => [values[from]!, values[from + 1]!, values[from + 2]!];

export const positionOf = ({ dataSet }: Slice): Vector => vectorOf(dataSet.numbers('ImagePositionPatient'));

/** Directions along a row and down a column. */
export const directionsOf = ({ dataSet }: Slice): { readonly row: Vector; readonly column: Vector } => {
  const values = dataSet.numbers('ImageOrientationPatient');
  return { row: vectorOf(values), column: vectorOf(values, 3) };
};

export const plus = (a: Vector, b: Vector, times = 1): Vector => [
  a[0] + times * b[0],
  a[1] + times * b[1],
  a[2] + times * b[2],
];
const negative = (v: Vector): Vector => plus([0, 0, 0], v, -1);

/** Says where a slice lies; directions stay as they are unless given. */
export const place = (slice: Slice, position: Vector, directions: { row?: Vector; column?: Vector } = {}): Slice => {
  const { row, column } = { ...directionsOf(slice), ...directions };
  return slice.set({
    ImagePositionPatient: decimals(position),
    ImageOrientationPatient: decimals([...row, ...column]),
  });
};

export const move = (slice: Slice, byMm: Vector): Slice => place(slice, plus(positionOf(slice), byMm));

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** The pixels of a picture of `size` that shows at (row, column) what lies at `place` among the pixels of the old one. */
const rearranged = (pixels: Samples, size: Size, place: (row: number, column: number) => number): Samples => {
  const out = pixels.slice();
  let next = 0;
  for (let row = 0; row < size.rows; row++)
    for (let column = 0; column < size.columns; column++) out[next++] = pixels[place(row, column)]!;
  return out;
};

const spacingOf = ({ dataSet }: Slice) => {
  const [betweenRows, betweenColumns] = dataSet.numbers('PixelSpacing');
  return { betweenRows: betweenRows!, betweenColumns: betweenColumns! };
};

/** Exchanges the ends of every row in the pixels alone. */
export const mirrorPixels = (slice: Slice): Slice => {
  const { pixels, rows, columns } = slice;
  return slice.setPixels(rearranged(pixels, { rows, columns }, (row, column) => (row + 1) * columns - 1 - column));
};

/** Exchanges the first and last rows in the pixels alone. */
export const upendPixels = (slice: Slice): Slice => {
  const { pixels, rows, columns } = slice;
  return slice.setPixels(rearranged(pixels, { rows, columns }, (row, column) => (rows - 1 - row) * columns + column));
};

/** Stores every row from its other end; the header says so. */
export const mirror = (slice: Slice): Slice => {
  const { row } = directionsOf(slice);
  const lengthMm = spacingOf(slice).betweenColumns * (slice.columns - 1);
  place(slice, plus(positionOf(slice), row, lengthMm), { row: negative(row) });
  return mirrorPixels(slice);
};

/** Stores the last row first; the header says so. */
export const upend = (slice: Slice): Slice => {
  const { column } = directionsOf(slice);
  const lengthMm = spacingOf(slice).betweenRows * (slice.rows - 1);
  place(slice, plus(positionOf(slice), column, lengthMm), { column: negative(column) });
  return upendPixels(slice);
};

/** Stores columns as rows; the header says so. */
export const transpose = (slice: Slice): Slice => {
  const { row, column } = directionsOf(slice);
  const { betweenRows, betweenColumns } = spacingOf(slice);
  const { pixels, rows, columns } = slice;
  const size = { rows: columns, columns: rows };
  slice.setPixels(
    rearranged(pixels, size, (r, c) => c * columns + r),
    size,
  );
  slice.set({ PixelSpacing: decimals([betweenColumns, betweenRows]) });
  return place(slice, positionOf(slice), { row: column, column: row });
};
