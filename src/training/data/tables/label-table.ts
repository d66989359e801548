import { type CsvRow, csvRows } from '../../../files/csv-table.ts';
import { isMissing } from '../../../files/error-code.ts';
import { labelFileMissing } from '../errors.ts';

/** An unusual detail of a label table, reported once. */
export interface LabelNote {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export type OnNote = (note: LabelNote) => void;

/** Rows of a required table. @throws LABEL_FILE_MISSING, CSV_* */
export async function* labelRows(
  file: string,
  { columns, what, onNote }: { readonly columns: readonly string[]; readonly what: string; readonly onNote: OnNote },
): AsyncGenerator<CsvRow> {
  try {
    yield* csvRows(file, columns, { onNote: (message) => onNote({ file, line: 1, message }) });
  } catch (error) {
    const { cause } = error instanceof Error ? error : { cause: undefined };
    throw isMissing(cause) ? labelFileMissing(file, what, cause) : error;
  }
}
