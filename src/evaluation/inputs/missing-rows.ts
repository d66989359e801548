import { CONDITIONS, type Condition, LEVELS, LOCATIONS, type Location, locationOf } from '../../domain/vocabulary.ts';
import type { Probabilities } from '../metrics/index.ts';
import { submissionRowsMissing } from './errors.ts';

export type Rows = ReadonlyMap<Location, Probabilities>;

const locationsOf = (condition: Condition): readonly Location[] => LEVELS.map((level) => locationOf(condition, level));

/**
 * Checks that studies have every row of the conditions that their run graded: a condition without any row is not graded,
 * one with some of its rows is damaged.
 * @returns the conditions that are not graded
 * @throws SUBMISSION_ROWS_MISSING
 */
export const checkRows = (
  submission: string,
  studies: Iterable<readonly [studyId: string, rows: Rows]>,
): readonly Condition[] => {
  const all = [...studies];
  const notGraded = CONDITIONS.filter((condition) =>
    locationsOf(condition).every((location) => all.every(([, rows]) => !rows.has(location))),
  );
  const wanted = LOCATIONS.filter((location) => !notGraded.some((condition) => location.startsWith(condition)));
  const absent = all.flatMap(([studyId, rows]) =>
    wanted.filter((location) => !rows.has(location)).map((location) => `${studyId}_${location}`),
  );
  if (absent.length > 0) throw submissionRowsMissing(submission, absent, notGraded);
  return notGraded;
};
