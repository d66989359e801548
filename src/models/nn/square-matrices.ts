/** A matrix [size, size] of zeros with one 1 per row, in column `columnOf`. */
const choosing = (size: number, columnOf: (row: number) => number): Float32Array => {
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) matrix[row * size + columnOf(row)] = 1;
  return matrix;
};

/** The identity matrix. */
export const identityMatrix = (size: number): Float32Array => choosing(size, (row) => row);

/** A permutation that, multiplied from the right, reverses each row. */
export const mirrorMatrix = (size: number): Float32Array => choosing(size, (row) => size - 1 - row);
