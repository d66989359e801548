import type { Seen } from '../../domain/basis.ts';
import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { numberIn } from '../../files/csv-cells.ts';
import { type CsvRow, csvRows } from '../../files/csv-table.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import { submissionRowTwice, submissionRowUnknown } from './errors.ts';

/** A run's confidence in a grade. */
export interface ConfidenceRow {
  /** Undefined if nothing was seen. */
  readonly probabilityRight: number | undefined;
  readonly calibrated: boolean;
  readonly measures: ConfidenceMeasures;
}

const SEEN: readonly Seen[] = ['all', 'some', 'none', 'unknown'];
const NUMBERS = ['entropy', 'margin', 'fold_disagreement', 'network_disagreement', 'peak', 'spread'] as const;

const measuresIn = (row: CsvRow, file: string): ConfidenceMeasures => {
  const seen = SEEN.find((one) => one === row.values.seen);
  if (seen === undefined)
    throw csvValueUnexpected({ file, line: row.line }, 'seen', row.values.seen ?? '', SEEN.join(', '));
  const [entropy, margin, foldDisagreement, networkDisagreement, peak, spread] = NUMBERS.map((column) =>
    numberIn(row, column, file),
  );
  if (entropy === undefined || margin === undefined)
    throw csvValueUnexpected({ file, line: row.line }, 'entropy', '', 'a number, as in "margin"');
  const doubtful = row.values.doubtful === 'yes';
  return { seen, doubtful, entropy, margin, foldDisagreement, networkDisagreement, peak, spread };
};

/** The rows of a run's `confidence.csv`, by study and location. @throws CSV_*, SUBMISSION_ROW_* */
export const readConfidence = async (
  file: string,
): Promise<ReadonlyMap<string, ReadonlyMap<Location, ConfidenceRow>>> => {
  const studies = new Map<string, Map<Location, ConfidenceRow>>();
  const columns = ['row_id', 'probability_right', 'calibrated', 'seen', 'doubtful', ...NUMBERS];
  for await (const row of csvRows(file, columns)) {
    const rowId = row.values.row_id ?? '';
    const location = LOCATIONS.find((name) => rowId.endsWith(`_${name}`));
    if (location === undefined) throw submissionRowUnknown(file, row.line, rowId);
    const studyId = rowId.slice(0, -location.length - 1);
    const study = studies.get(studyId) ?? new Map<Location, ConfidenceRow>();
    if (study.has(location)) throw submissionRowTwice(file, row.line, rowId);
    const probabilityRight = numberIn(row, 'probability_right', file);
    const calibrated = row.values.calibrated === 'yes';
    studies.set(studyId, study.set(location, { probabilityRight, calibrated, measures: measuresIn(row, file) }));
  }
  return studies;
};
