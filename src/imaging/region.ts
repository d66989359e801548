import type { ReadonlyPixels } from '../domain/image.ts';

/** A rectangle of an image that kernels read in place; `strideColumns` are the columns of the whole image. */
export interface Region {
  readonly pixels: ReadonlyPixels;
  readonly strideColumns: number;
  readonly x0: number;
  readonly y0: number;
  readonly rows: number;
  readonly columns: number;
}

type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

const isTyped = (pixels: ReadonlyPixels): pixels is NumberArray => ArrayBuffer.isView(pixels);

/** Copies a row of the region, counted from its top, to `line` from `at` on. */
export type RowReader = (row: number, line: Float32Array, at: number) => void;

/**
 * Returns a reader that converts rows of any pixel type to float32. The engine converts typed arrays itself (`set`), so kernel loops only see
 * Float32Array and stay monomorphic whatever pixel types a series mixes.
 */
export const rowReader = ({ pixels, strideColumns, x0, y0, columns }: Region): RowReader => {
  const startOf = (row: number): number => (y0 + row) * strideColumns + x0;
  if (isTyped(pixels)) {
    return (row, line, at) => line.set(pixels.subarray(startOf(row), startOf(row) + columns), at);
  }
  return (row, line, at) => {
    const start = startOf(row);
    for (let x = 0; x < columns; x++) line[at + x] = pixels[start + x]!;
  };
};
