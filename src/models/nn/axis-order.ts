/** The whole numbers below a count, as the axes of a tensor of this rank. */
export const inOrder = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** The permutation of axes that undoes another. */
export const inverseOrder = (order: readonly number[]): readonly number[] =>
  order.map((_, axis) => order.indexOf(axis));
