import { UNKNOWN_BASIS } from '../../../domain/basis.ts';
import type { LocationConfidence } from '../../../domain/confidence.ts';
import type { LocationProbabilities } from '../../../domain/results.ts';
import { isSameLocation } from '../../../domain/vocabulary.ts';

/**
 * Marks referred grades as doubtful, with the reasons. Other systems show what a grade lacks, but have no field for a
 * referral.
 */
export const referredGrades = (
  grades: readonly LocationProbabilities[],
  confidence: readonly LocationConfidence[],
): readonly LocationProbabilities[] =>
  grades.map((grade) => {
    const one = confidence.find((known) => isSameLocation(known, grade));
    if (!one?.refer) return grade;
    const basis = grade.basis ?? UNKNOWN_BASIS;
    const reasons = [...new Set([...basis.reasons, ...one.reasons])].sort();
    return { ...grade, basis: { ...basis, doubtful: true, reasons } };
  });
