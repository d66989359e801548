/** Numbers that may be read and copied but not written: what kernels and operators hand to each other. */
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

/**
 * Returns how many elements an array of a shape has; 1 for a scalar, whose shape is empty.
 *
 * @example
 * import { elementCount } from 'spinestream/operators';
 *
 * elementCount([3, 512, 512]); // 786432
 */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
