import { LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import type { GradedStudy, LabelledStudy } from '../metrics/index.ts';
import { checkRows, type Rows } from './missing-rows.ts';
import { readSubmission } from './read-submission.ts';

/**
 * The labelled studies of a submission, in label order.
 * @throws CSV_*, SUBMISSION_*, if a study lacks some rows of the conditions that are graded
 */
export const gradedStudies = async (
  submission: string,
  labels: Iterable<LabelledStudy> | AsyncIterable<LabelledStudy>,
): Promise<readonly GradedStudy[]> => {
  const predicted = await readSubmission(submission);
  const graded: { readonly study: LabelledStudy; readonly rows: Rows }[] = [];
  for await (const study of labels) {
    const rows = predicted.get(study.studyId);
    if (rows !== undefined) graded.push({ study, rows });
  }
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
