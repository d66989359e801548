import { LOCATIONS } from '../../domain/vocabulary.ts';
import type { GradedStudy, LabelledStudy } from '../metrics/index.ts';
import { submissionRowsMissing } from './errors.ts';
import { readSubmission } from './read-submission.ts';

/**
 * The labelled studies of a submission, in label order.
 * @throws CSV_*, SUBMISSION_*, if a study lacks some of its rows
 */
export const gradedStudies = async (
  submission: string,
  labels: Iterable<LabelledStudy>,
): Promise<readonly GradedStudy[]> => {
  const predicted = await readSubmission(submission);
  const absent: string[] = [];
  const studies = [...labels].flatMap((study) => {
    const rows = predicted.get(study.studyId);
    if (rows === undefined) return [];
    absent.push(...LOCATIONS.filter((name) => !rows.has(name)).map((name) => `${study.studyId}_${name}`));
    return [{ ...study, probabilities: LOCATIONS.map((name) => rows.get(name)!) }]; // absent ones are refused below
  });
  if (absent.length > 0) throw submissionRowsMissing(submission, absent);
  return studies;
};
