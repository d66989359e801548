import { type PartialScore, partialScore, type ScoreOptions, scoreRows } from '../metrics/index.ts';
import { noCommonStudy } from './errors.ts';
import { gradedStudies } from './graded-studies.ts';
import { labelRows } from './read-labels.ts';

export interface ScoreFilesOptions {
  /** train.csv: study_id and a column per location; values are severity names or empty. */
  readonly truth: string;
  /** row_id, normal_mild, moderate, severe. */
  readonly submission: string;
  readonly missing: NonNullable<ScoreOptions['missing']>;
}

/** The score of a submission, or the parts of it that it grades. */
export interface SubmissionScore extends PartialScore {
  readonly studies: number;
}

/**
 * Returns the challenge's score of a submission file. Skips studies of the truth without any row in the submission. A
 * submission that lacks all rows of some conditions has no score, only the parts of the others; of the conditions that it
 * grades, each study must have all rows.
 * @throws CSV_*, SUBMISSION_*
 *
 * @example
 * import { scoreFiles } from 'spinestream/evaluation';
 *
 * const files = { truth: 'data/train.csv', submission: 'results/submission.csv' };
 * const { studies, score, notGraded } = await scoreFiles({ ...files, missing: 'as-normal' });
 * studies; // 5
 * notGraded; // []
 * score !== undefined && score < 2; // true
 */
export const scoreFiles = async ({ truth, submission, missing }: ScoreFilesOptions): Promise<SubmissionScore> => {
  const graded = await gradedStudies(submission, labelRows(truth));
  if (graded.length === 0) throw noCommonStudy(submission, truth);
  return { ...partialScore(scoreRows(graded), { missing }), studies: graded.length };
};
