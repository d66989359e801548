import type { LocationLogits } from '../domain/results.ts';

/** The mean of the folds' logits, with each fold's own, whose disagreement measures confidence. */
export const meanOfFolds = (members: readonly (readonly LocationLogits[])[]): readonly LocationLogits[] => {
  const [first = [], ...others] = members;
  if (others.length === 0) return first;
  return first.map((location) => {
    const folds = members.map(
      (one) => one.find(({ condition, level }) => condition === location.condition && level === location.level)!.logits,
    );
    const logits = location.logits.map((_, severity) =>
      Math.fround(folds.reduce((sum, one) => sum + one[severity]!, 0) / folds.length),
    );
    return { ...location, logits, folds };
  });
};
