/** The axes of a tensor in order, from 0. */
export const inOrder = (rank: number): readonly number[] => Array.from({ length: rank }, (_, axis) => axis);

/** The permutation of axes that undoes another. */
export const inverseOrder = (order: readonly number[]): readonly number[] =>
  order.map((_, axis) => order.indexOf(axis));
