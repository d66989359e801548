import { LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { GradedStudy, LabelledStudy } from '../metrics/index.ts';
import { checkRows } from './missing-rows.ts';
import { readSubmission } from './read-submission.ts';

/**
 * The labelled studies of a submission, in label order.
 * @throws CSV_*, SUBMISSION_*, if a study lacks some rows of the conditions that are graded
 */
export const gradedStudies = async (
  submission: string,
  labels: Iterable<LabelledStudy>,
): Promise<readonly GradedStudy[]> => {
  const predicted = await readSubmission(submission);
  const graded = [...labels].flatMap((study) => {
    const rows = predicted.get(study.studyId);
    return rows === undefined ? [] : [{ study, rows }];
  });
  checkRows(
    submission,
    graded.map(({ study, rows }) => [study.studyId, rows]),
  );
  return graded.map(({ study, rows }) => ({
    ...study,
    labels: study.labels.map((label, index) => (rows.has(LOCATIONS[index]!) ? label : MISSING_LABEL)),
    probabilities: LOCATIONS.map((location) => rows.get(location)),
  }));
};
