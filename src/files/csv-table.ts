import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { plainCell } from './defused-cell.ts';
import { csvColumnsMissing, csvColumnTwice, csvFileUnreadable, csvUnreadable } from './errors.ts';

export interface CsvRow {
  /** Line on which the row ends, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** Decimal separator; a comma in spreadsheet exports with semicolons between columns. */
  readonly decimal?: ',';
}

export interface CsvOptions {
  /** Called once for a table with an unusual format. */
  readonly onNote?: (note: string) => void;
}

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];
const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' };

const HEAD_BYTES = 65_536;

/** The first lines of a file, decoded by its byte order mark. */
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
  /** Line of the header, from 1; Excel's `sep=;` may precede it. */
  readonly headerLine: number;
}

/** The one separator, if any, with which the first line has all columns; else a comma. */
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

/** Cells before escaping; `cast`, which the parser has for this, takes as long as the parsing. */
const plainCells = (record: Record<string, string>): Record<string, string> => {
  for (const column in record) if (record[column]!.startsWith("'")) record[column] = plainCell(record[column]!);
  return record;
};

/**
 * Streams the rows of a CSV file with a header line. Accepts a byte order mark, quotes, CRLF and blank lines, semicolons or tabs as separators, and
 * capitals in column names; keys of `values` are lower case.
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
  const { delimiter, headerLine } = dialectOf(await headOf(file).catch(() => ''), requiredColumns); // the stream itself reports errors
  if (delimiter !== ',') onNote?.(`columns are separated by ${DELIMITER_NAMES[delimiter]}`);
  const decimal = delimiter === ';' ? ({ decimal: ',' } as const) : {};
  const parser = parse({
    bom: true,
    columns: checkHeader,
    delimiter,
    from_line: headerLine,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'], // line endings may be mixed
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
  });
  const input = createReadStream(file);
  input.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of input.pipe(parser)) {
      yield { line: info.lines, values: plainCells(record), ...decimal };
    }
    if (!headerSeen) checkHeader([]);
  } catch (error) {
    if (error instanceof CsvError) throw csvUnreadable(file, error, error.lines as number | undefined);
    throw error instanceof Error && 'code' in error && !('where' in error) ? csvFileUnreadable(file, error) : error;
  } finally {
    input.destroy();
  }
}
