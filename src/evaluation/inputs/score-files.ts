import { LOCATIONS, MISSING_LABEL } from '../../domain/vocabulary.ts';
import { truthRows } from '../../streams/truth-labels.ts';
import { type ChallengeScore, challengeScore, type ScoreOptions, type ScoreRow } from '../metrics/index.ts';
import { noCommonStudy, submissionRowsMissing } from './errors.ts';
import { readSubmission } from './read-submission.ts';

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
  const predicted = await readSubmission(submission);
  const rows: ScoreRow[] = [];
  const absent: string[] = [];
  let studies = 0;
  for await (const { studyId, labels } of truthRows(truth)) {
    const probabilities = predicted.get(studyId);
    if (probabilities === undefined) continue;
    studies++;
    for (const location of LOCATIONS) {
      const found = probabilities.get(location);
      if (found === undefined) absent.push(`${studyId}_${location}`);
      else
        rows.push({
          studyId,
          location,
          label: labels.get(location) ?? MISSING_LABEL,
          probabilities: found,
        });
    }
  }
  if (studies === 0) throw noCommonStudy(submission, truth);
  if (absent.length > 0) throw submissionRowsMissing(submission, absent);
  return { ...challengeScore(rows, { missing }), studies };
};
