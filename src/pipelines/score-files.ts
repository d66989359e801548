import { LOCATIONS, type Location, MISSING_LABEL } from '../domain/vocabulary.ts';
import { type ChallengeScore, challengeScore, type ScoreOptions, type ScoreRow } from '../evaluation/index.ts';
import { csvRows } from '../streams/csv-table.ts';
import { csvValueUnexpected } from '../streams/errors.ts';
import { submissionRowsMissing, submissionRowUnknown } from './errors.ts';
import { truthRows } from './truth-labels.ts';

type Probabilities = readonly [number, number, number];

export interface ScoreFilesOptions {
  /** train.csv: study_id and a column a location, values are severity names or empty. */
  readonly truth: string;
  /** row_id, normal_mild, moderate, severe. */
  readonly submission: string;
  readonly missing: NonNullable<ScoreOptions['missing']>;
}

/**
 * The challenge's score of a submission file. Studies of the truth without any row in the submission are left out;
 * a study with some rows must have all.
 * @throws CSV_*, SUBMISSION_*
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
  if (absent.length > 0 || studies === 0) throw submissionRowsMissing(submission, absent);
  return { ...challengeScore(rows, { missing }), studies };
};

const PROBABILITY_COLUMNS = ['normal_mild', 'moderate', 'severe'] as const;

/** Probabilities by study and location. */
const readSubmission = async (file: string): Promise<ReadonlyMap<string, ReadonlyMap<Location, Probabilities>>> => {
  const studies = new Map<string, Map<Location, Probabilities>>();
  for await (const { line, values } of csvRows(file, ['row_id', ...PROBABILITY_COLUMNS])) {
    const rowId = values.row_id ?? '';
    const location = LOCATIONS.find((name) => rowId.endsWith(`_${name}`));
    if (location === undefined) throw submissionRowUnknown(file, line, rowId);
    const [normal, moderate, severe] = PROBABILITY_COLUMNS.map((column) =>
      probabilityOf(values[column] ?? '', column, file, line),
    );
    const studyId = rowId.slice(0, -location.length - 1);
    const study = studies.get(studyId) ?? new Map<Location, Probabilities>();
    studies.set(studyId, study.set(location, [normal!, moderate!, severe!]));
  }
  return studies;
};

const probabilityOf = (text: string, column: string, file: string, line: number): number => {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw csvValueUnexpected({ file, line }, column, text, 'a number');
  return value;
};
