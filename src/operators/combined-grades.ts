import { type Additions, adding, addingAll } from '../core/study-state.ts';
import { type Basis, mergedBasis, withDoubts } from '../domain/basis.ts';
import type { Doubt, LocationLogits } from '../domain/results.ts';
import { isSameLocation } from '../domain/vocabulary.ts';
import { softmax } from '../imaging/index.ts';

/** The mean of the folds' logits, with each fold's own, whose disagreement measures confidence. */
export const meanOfFolds = (members: readonly (readonly LocationLogits[])[]): readonly LocationLogits[] => {
  const [first = [], ...others] = members;
  if (others.length === 0) return first;
  return first.map((location) => {
    const folds = members.map((one) => one.find((other) => isSameLocation(other, location))!.logits);
    const logits = location.logits.map((_, severity) =>
      Math.fround(folds.reduce((sum, one) => sum + one[severity]!, 0) / folds.length),
    );
    return { ...location, logits, folds };
  });
};

/** The basis of a grade that combines others of its location, with the doubts about it. */
export const basisOfMean = (members: readonly LocationLogits[], doubts: readonly Doubt[]): Basis =>
  withDoubts(
    mergedBasis(members.map(({ basis }) => basis)),
    doubts.map(({ code }) => code),
  );

/** Adds final logits, and their probabilities, under the same name. */
export const addingGrades = (as: string, grades: readonly LocationLogits[]): Additions =>
  addingAll(
    adding(`logits.${as}`, grades),
    adding(
      `probabilities.${as}`,
      grades.map(({ condition, level, logits, basis }) => ({
        condition,
        level,
        probabilities: softmax(logits),
        basis,
      })),
    ),
  );
