import {
  type ChallengeScore,
  challengeScore,
  type LabelledStudy,
  type ScoreOptions,
  scoreRows,
} from '../metrics/index.ts';
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

/**
 * Returns the challenge's score of a submission file. Skips studies of the truth without any row in the submission; a
 * study with some rows must have all 25.
 * @throws CSV_*, SUBMISSION_*
 *
 * @example
 * import { scoreFiles } from 'spinestream/evaluation';
 *
 * const files = { truth: 'data/train.csv', submission: 'results/submission.csv' };
 * const { studies, score } = await scoreFiles({ ...files, missing: 'as-normal' });
 * studies; // 5
 * score < 2; // true
 */
export const scoreFiles = async ({
  truth,
  submission,
  missing,
}: ScoreFilesOptions): Promise<ChallengeScore & { studies: number }> => {
  const labelled: LabelledStudy[] = [];
  for await (const study of labelRows(truth)) labelled.push(study);
  const graded = await gradedStudies(submission, labelled);
  if (graded.length === 0) throw noCommonStudy(submission, truth);
  return { ...challengeScore(scoreRows(graded), { missing }), studies: graded.length };
};
