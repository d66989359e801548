/** A readable array of numbers, as kernels and operators exchange it. */
export interface ReadonlyPixels extends ArrayLike<number> {
  readonly length: number;
  readonly [index: number]: number;
}

/** One grey image, row-major, [rows, columns]. */
export interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: ReadonlyPixels;
}

/** A dense float32 array in C order, e.g. a batch [n, channels, rows, columns]. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Concatenates arrays. */
export const joinedFloats = (parts: readonly Float32Array[]): Float32Array => {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};

/**
 * Returns the number of elements of a shape; 1 for a scalar, whose shape is empty.
 *
 * @example
 * import { elementCount } from 'spinestream/operators';
 *
 * elementCount([3, 512, 512]); // 786432
 */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
