import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { JournalCell } from '../../core/study-record.ts';
import { productVersion } from '../product-version.ts';
import type { Table, TableRows } from './write-table.ts';

export type ColumnType = 'DOUBLE' | 'STRING';

/** Rows held in memory, and per row group. */
const GROUP_ROWS = 100_000;

/** Numbers if a column has only numbers, otherwise text. */
export const columnTypes = async (
  { columns }: Table,
  studies: AsyncIterable<TableRows>,
): Promise<readonly ColumnType[]> => {
  const hasText = columns.map(() => false);
  const hasNumber = columns.map(() => false);
  for await (const rows of studies)
    for (const row of rows)
      for (const [column, cell] of row.entries()) {
        if (typeof cell === 'string') hasText[column] = true;
        if (typeof cell === 'number') hasNumber[column] = true;
      }
  return columns.map((_, column) => (hasNumber[column] && !hasText[column] ? 'DOUBLE' : 'STRING'));
};

/** Yields the bytes of a Parquet file, one row group at a time. */
export async function* parquetChunks(
  { columns }: Table,
  types: readonly ColumnType[],
  studies: AsyncIterable<TableRows>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const columnsOf = (rows: TableRows): ColumnSource[] =>
    columns.map((name, column) => {
      const type = types[column] ?? 'STRING';
      return { name, type, nullable: true, data: rows.map((row) => encodable(row[column], type)) };
    });
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const file = new ParquetWriter({ writer, schema, createdBy: `spinestream version ${productVersion()}` });
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  const written = (rows: TableRows): Uint8Array => {
    file.write({ columnData: columnsOf(rows).map(({ type: _, ...column }) => column), rowGroupSize: GROUP_ROWS });
    return taken();
  };
  let group: (readonly JournalCell[])[] = [];
  for await (const rows of studies) {
    if (group.length > 0 && group.length + rows.length > GROUP_ROWS) {
      yield written(group);
      group = [];
    }
    group.push(...rows);
  }
  if (group.length > 0) yield written(group);
  file.finish();
  yield taken();
}

const encodable = (cell: JournalCell | undefined, type: ColumnType): string | number | undefined => {
  if (cell === null || cell === undefined) return undefined;
  return type === 'STRING' ? String(cell) : cell;
};
