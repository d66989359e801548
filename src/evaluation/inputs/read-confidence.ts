import type { Seen } from '../../domain/basis.ts';
import type { ConfidenceMeasures } from '../../domain/confidence.ts';
import { numberIn } from '../../files/csv-cells.ts';
import type { CsvRow } from '../../files/csv-table.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import { type ByLocation, rowsByLocation } from './rows-by-location.ts';

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

const COLUMNS = ['probability_right', 'calibrated', 'seen', 'doubtful', ...NUMBERS];

/** The rows of a run's `confidence.csv`, by study and location. @throws CSV_*, SUBMISSION_ROW_* */
export const readConfidence = (file: string): Promise<ByLocation<ConfidenceRow>> =>
  rowsByLocation(file, COLUMNS, (row) => ({
    probabilityRight: numberIn(row, 'probability_right', file),
    calibrated: row.values.calibrated === 'yes',
    measures: measuresIn(row, file),
  }));
