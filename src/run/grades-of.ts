import type { EntryName } from '../core/entries.ts';
import { entryOf, type StudyState } from '../core/study-state.ts';
import { grouped } from '../domain/grouped.ts';
import type { LocationProbabilities } from '../domain/results.ts';

const isProbabilities = (name: EntryName): name is `probabilities.${string}` => name.startsWith('probabilities.');

/** The grades of a study: the first probabilities that an output reads; none if no output reads any. */
export const gradesOf = (state: StudyState): readonly LocationProbabilities[] => {
  const name = [...state.entries.keys()].find(isProbabilities);
  return name === undefined ? [] : entryOf(state, name);
};

/** Whether there are grades, but none with any pixels. */
export const isNothingSeen = (grades: readonly LocationProbabilities[]): boolean =>
  grades.length > 0 && grades.every(({ basis }) => basis?.seen === 'none');

/** Codes of why grades have no basis, the most frequent first. */
export const reasonsOf = (grades: readonly LocationProbabilities[]): readonly string[] => {
  const codes = grades.flatMap(({ basis }) => basis?.reasons ?? []);
  return [...grouped(codes, (code) => code)].sort(([, a], [, b]) => b.length - a.length).map(([code]) => code);
};
