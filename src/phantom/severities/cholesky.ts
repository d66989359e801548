/** Lower triangle L with L Lᵀ = matrix; undefined unless the matrix is positive definite. */
export const cholesky = (matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined => {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const mine: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j < i ? lower[j]! : mine;
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= mine[k]! * other[k]!;
      if (j < i) mine.push(rest / other[j]!);
      else if (rest > 1e-9) mine.push(Math.sqrt(rest));
      else return undefined;
    }
    lower.push(mine);
  }
  return lower;
};
