import { inOrder } from './axis-order.ts';

/** Permutation matrix [to, from] that, multiplied from the left, gives row `order[i]` in place i. */
export const permutationMatrix = (order: readonly number[]): Float32Array => {
  const matrix = new Float32Array(order.length ** 2);
  for (const [to, from] of order.entries()) matrix[to * order.length + from] = 1;
  return matrix;
};

/** The identity matrix. */
export const identityMatrix = (size: number): Float32Array => permutationMatrix(inOrder(size));

/** A permutation that, multiplied from the right, reverses each row. */
export const mirrorMatrix = (size: number): Float32Array => permutationMatrix(inOrder(size).toReversed());
