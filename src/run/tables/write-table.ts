import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { StudyRecord } from '../../core/study-record.ts';
import { replaceFile } from '../../files/atomic-write.ts';
import { defusedCell } from '../../files/defused-cell.ts';
import { makeFolder } from '../../files/make-folder.ts';
import type { Journal } from '../journal/journal.ts';

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Rows of a study. */
export type TableRows = StudyRecord['tables'][string];

/** Format of the tables. */
export interface TableForm {
  readonly format: 'csv' | 'parquet';
  /** Maximum number of rows per file: a larger table becomes a folder of files. A study's rows stay together. */
  readonly partRows?: number | undefined;
}

export const CSV: TableForm = { format: 'csv' };

type Encoded = (rows: AsyncIterable<TableRows>) => AsyncIterable<string | Uint8Array>;

const PART_DIGITS = 5;

/**
 * Writes a table from the records of a journal, in order, as `<name>.csv` or `<name>.parquet`: a file, or a folder of
 * `part-00000.csv`, ... as Spark, pandas and pyarrow read it. Holds only some rows in memory.
 */
export const writeTable = async (
  folder: string,
  journal: Pick<Journal, 'records'>,
  table: Table,
  { format, partRows }: TableForm,
): Promise<void> => {
  const path = join(folder, `${table.name}.${format}`);
  const encoded = format === 'csv' ? csvOf(table) : await parquetOf(table, journal);
  if (partRows === undefined) await replaceFile(path, encoded(rowsOf(journal, table.name)));
  else await writeParts(path, { rows: rowsOf(journal, table.name), format, partRows, encoded });
};

interface Parts {
  readonly rows: AsyncGenerator<TableRows>;
  readonly format: string;
  readonly partRows: number;
  readonly encoded: Encoded;
}

const writeParts = async (path: string, { rows, format, partRows, encoded }: Parts): Promise<void> => {
  await makeFolder(path);
  let next = await rows.next();
  async function* ofOnePart(): AsyncGenerator<TableRows> {
    for (
      let count = 0;
      !next.done && (count === 0 || count + next.value.length <= partRows);
      next = await rows.next()
    ) {
      count += next.value.length;
      yield next.value;
    }
  }
  for (let part = 0; part === 0 || !next.done; part++)
    await replaceFile(join(path, `part-${String(part).padStart(PART_DIGITS, '0')}.${format}`), encoded(ofOnePart()));
};

async function* rowsOf(journal: Pick<Journal, 'records'>, name: string): AsyncGenerator<TableRows> {
  for await (const { tables } of journal.records()) {
    const rows = tables[name] ?? [];
    if (rows.length > 0) yield rows;
  }
}

const csvOf = ({ columns }: Table): Encoded =>
  async function* (studies) {
    yield stringify([[...columns]]);
    for await (const rows of studies) yield stringify(rows.map((row) => row.map(defusedCell)));
  };

/** Column types depend on the whole table, which is read once before. */
const parquetOf = async (table: Table, journal: Pick<Journal, 'records'>): Promise<Encoded> => {
  const { columnTypes, parquetChunks } = await import('./parquet.ts');
  const types = await columnTypes(table, rowsOf(journal, table.name));
  return (studies) => parquetChunks(table, types, studies);
};
