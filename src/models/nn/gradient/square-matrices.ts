/** A matrix [size, size] of zeros with a 1 in each row, in the column that `columnOf` says. */
const choosing = (size: number, columnOf: (row: number) => number): Float32Array => {
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) matrix[row * size + columnOf(row)] = 1;
  return matrix;
};

/** x times this is x. */
export const identityMatrix = (size: number): Float32Array => choosing(size, (row) => row);

/** Rows of x times this are read backward. */
export const mirrorMatrix = (size: number): Float32Array => choosing(size, (row) => size - 1 - row);
