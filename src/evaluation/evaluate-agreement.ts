import { basename, extname } from 'node:path';
import { LOCATIONS, MISSING_LABEL } from '../domain/vocabulary.ts';
import { labelledStudies } from './inputs/read-labels.ts';
import {
  type Agreement,
  agreements,
  type EvaluationOptions,
  type GradedStudy,
  type Ratings,
  ratingsOf,
} from './metrics/index.ts';

const NOT_GRADED = LOCATIONS.map(() => MISSING_LABEL);

/** Reads a reader's grades from a table like train.csv. @throws CSV_*, LABEL_STUDY_TWICE */
const readerRatings = async (file: string, studies: readonly GradedStudy[]): Promise<Ratings> => {
  const read = await labelledStudies(file);
  return studies.map(({ studyId }) => read.get(studyId)?.labels ?? NOT_GRADED);
};

/**
 * Measures the agreement of grades, labels and readers beyond chance: grades with labels, and each reader with both.
 * @param readers  tables like train.csv, by reader name
 */
export const evaluateAgreement = async (
  studies: readonly GradedStudy[],
  readers: readonly string[],
  options: EvaluationOptions,
): Promise<readonly Agreement[]> => {
  const labels: Ratings = studies.map((study) => study.labels);
  const grades = ratingsOf(studies);
  const found = [...agreements({ one: 'grades', other: 'labels' }, [grades, labels], options)];
  for (const file of readers) {
    const other = basename(file, extname(file));
    const reader = await readerRatings(file, studies);
    found.push(...agreements({ one: 'grades', other }, [grades, reader], options));
    found.push(...agreements({ one: 'labels', other }, [labels, reader], options));
  }
  return found;
};
