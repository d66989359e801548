import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { csvColumnsMissing, csvUnreadable } from './errors.ts';

export interface CsvRow {
  /** Line of the file on which the row ends, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Streams the rows of a CSV file with a header line. A byte order mark, quotes, CRLF and blank lines are understood.
 * @throws CSV_COLUMNS_MISSING, CSV_UNREADABLE (naming file and line)
 */
export async function* csvRows(file: string, requiredColumns: readonly string[]): AsyncGenerator<CsvRow> {
  let headerSeen = false;
  const checkHeader = (header: string[]): string[] => {
    headerSeen = true;
    const missing = requiredColumns.filter((column) => !header.includes(column));
    if (missing.length > 0) throw csvColumnsMissing(file, missing, header);
    return header;
  };
  const parser = parse({ bom: true, columns: checkHeader, info: true, skip_empty_lines: true, trim: true });
  const input = createReadStream(file);
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser)) {
      yield { line: info.lines, values: record };
    }
    if (!headerSeen) checkHeader([]);
  } catch (error) {
    if (error instanceof CsvError) throw csvUnreadable(file, error, error.lines as number | undefined);
    throw error instanceof Error && 'code' in error && !('where' in error) ? csvUnreadable(file, error) : error;
  } finally {
    input.destroy();
  }
}
