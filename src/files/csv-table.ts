import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { plainCell } from './defused-cell.ts';
import { csvColumnsMissing, csvColumnTwice, csvUnreadable } from './errors.ts';

export interface CsvRow {
  /** Line of the file on which the row ends, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** What stands between whole numbers and decimals; a comma in tables of spreadsheets whose columns a semicolon separates. */
  readonly decimal?: ',';
}

export interface CsvOptions {
  /** Told once of a table that is written in an unusual way. */
  readonly onNote?: (note: string) => void;
}

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];
const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

const HEAD_BYTES = 65_536;

/** The first lines of a file, in the encoding that its byte order mark says. */
const headOf = async (file: string): Promise<string> => {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const isUtf16 = buffer[0] === 0xff && buffer[1] === 0xfe;
    return buffer.toString(isUtf16 ? 'utf16le' : 'utf8', 0, bytesRead).replace(/^\uFEFF/, '');
  } finally {
    await handle.close();
  }
};

interface Dialect {
  readonly delimiter: Delimiter;
  /** The line of the header, from 1; before it there may be Excel's `sep=;`. */
  readonly headerLine: number;
}

/** The separator with which the first line has all columns, of which there is at most one; a comma where none has. */
const dialectOf = (head: string, requiredColumns: readonly string[]): Dialect => {
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/);
  const said = /^"?sep=(.)"?$/i.exec(first.trim())?.[1];
  const header = said === undefined ? first : second;
  const columnsBy = (delimiter: string) =>
    header.split(delimiter).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    );
  const delimiter = DELIMITERS.find((one) => requiredColumns.every((column) => columnsBy(one).includes(column)));
  return { delimiter: delimiter ?? ',', headerLine: said === undefined ? 1 : 2 };
};

/**
 * Streams the rows of a CSV file with a header line. A byte order mark, quotes, CRLF and blank lines are understood, as are semicolons or
 * tabs between columns, and capitals in their names; the names of `values` are in small letters.
 * @throws CSV_COLUMNS_MISSING, CSV_UNREADABLE (naming file and line)
 */
export async function* csvRows(
  file: string,
  requiredColumns: readonly string[],
  { onNote }: CsvOptions = {},
): AsyncGenerator<CsvRow> {
  let headerSeen = false;
  const checkHeader = (found: string[]): string[] => {
    headerSeen = true;
    const header = found.map((column) => (requiredColumns.includes(column) ? column : column.toLowerCase()));
    const twice = header.find((column, index) => column !== '' && header.indexOf(column) < index);
    if (twice !== undefined) throw csvColumnTwice(file, twice);
    if (header.some((column, index) => column !== found[index] && requiredColumns.includes(column)))
      onNote?.('names of columns are written with capitals');
    const missing = requiredColumns.filter((column) => !header.includes(column));
    if (missing.length > 0) throw csvColumnsMissing(file, missing, found);
    return header;
  };
  const { delimiter, headerLine } = dialectOf(await headOf(file).catch(() => ''), requiredColumns); // what is wrong, the stream says
  if (delimiter !== ',') onNote?.(`columns are separated by ${DELIMITER_NAMES[delimiter]}`);
  const decimal = delimiter === ';' ? ({ decimal: ',' } as const) : {};
  const parser = parse({
    bom: true,
    cast: plainCell,
    columns: checkHeader,
    delimiter,
    from_line: headerLine,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'], // lines may end in different ways
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  const input = createReadStream(file);
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser)) {
      yield { line: info.lines, values: record, ...decimal };
    }
    if (!headerSeen) checkHeader([]);
  } catch (error) {
    if (error instanceof CsvError) throw csvUnreadable(file, error, error.lines as number | undefined);
    throw error instanceof Error && 'code' in error && !('where' in error) ? csvUnreadable(file, error) : error;
  } finally {
    input.destroy();
  }
}
