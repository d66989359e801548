/**
 * Adjusts p values for their number (Holm 1979): rejecting those below a level makes any false rejection at most as
 * probable as that level, whatever the dependence between the tests.
 */
export const holmAdjusted = (values: readonly number[]): readonly number[] => {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const adjusted = new Array<number>(values.length).fill(1);
  let greatest = 0;
  for (const [rank, index] of order.entries()) {
    greatest = Math.max(greatest, Math.min(1, (values.length - rank) * values[index]!));
    adjusted[index] = greatest;
  }
  return adjusted;
};
