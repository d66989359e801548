import { badDifficulty } from './errors.ts';

/** Difficulties by name: 0 is textbook anatomy and technique, 1 as hard as real studies in every variation. */
const DIFFICULTIES = { easy: 0, medium: 0.5, hard: 1 } as const;

/**
 * Parses a difficulty from the command line: a name, or a number from 0 to 1.
 * @throws SpineError PHANTOM_BAD_DIFFICULTY
 */
export const parseDifficulty = (given: string): number => {
  const named = Object.entries(DIFFICULTIES).find(([name]) => name === given)?.[1];
  const value = named ?? (given.trim() === '' ? Number.NaN : Number(given));
  if (!(value >= 0 && value <= 1)) throw badDifficulty(given, Object.keys(DIFFICULTIES));
  return value;
};
