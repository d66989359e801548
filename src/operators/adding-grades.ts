import { type Additions, adding, addingAll } from '../core/study-state.ts';
import type { LocationLogits } from '../domain/results.ts';
import { softmax } from '../imaging/index.ts';

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
