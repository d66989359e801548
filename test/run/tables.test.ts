import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { JournalCell, StudyRecord } from '../../src/core/study-record.ts';
import { type TableForm, writeTable } from '../../src/run/tables/write-table.ts';
import { scaleTool } from '../support/scale-tool.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PYTHON = scaleTool('python');
const table = { name: 'grades', columns: ['row_id', 'severe', 'note', 'reader'] };
const ROWS: readonly (readonly JournalCell[])[] = [
  ['1_spinal, "L1"', 0.1, null, 1],
  ['1_spinal_l2', 1 / 3, null, 'second'],
  ['2_ä', null, null, null],
  ['2_spinal_l2', 5e-324, null, 2.5],
  ['2_spinal_l3', 1, null, null],
];

describe('a table of results', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  const record = (studyId: string, rows: StudyRecord['tables'][string]): StudyRecord => ({
    ...{ studyId, input: '', warnings: [] },
    tables: { grades: rows },
  });
  const journalOf = (records: readonly StudyRecord[]) => ({
    records: async function* () {
      yield* records;
    },
  });
  const studies = journalOf([record('1', ROWS.slice(0, 2)), record('failed', []), record('2', ROWS.slice(2))]);
  const written = async (form: TableForm, journal = studies): Promise<string> => {
    await writeTable(folder(), journal, table, form);
    return join(folder(), `grades.${form.format}`);
  };
  /** Text where a column has some. */
  const EXPECTED = ROWS.map(([row_id, severe, , reader]) => ({
    ...{ row_id, severe: severe ?? undefined, note: undefined },
    reader: reader === null ? undefined : String(reader),
  }));
  const rowsIn = async (path: string): Promise<unknown> =>
    (await parquetReadObjects({ file: await asyncBufferFromFile(path) })).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])),
    );

  it('as Parquet has the same rows, with numbers to the last bit', async () => {
    const path = await written({ format: 'parquet' });
    expect(await rowsIn(path)).to.deep.equal(EXPECTED);
    const { schema, created_by } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(schema.map(({ name, type }) => [name, type])).to.deep.equal([
      ['root', undefined],
      ['row_id', 'BYTE_ARRAY'],
      ['severe', 'DOUBLE'],
      ['note', 'BYTE_ARRAY'],
      ['reader', 'BYTE_ARRAY'],
    ]);
    expect(created_by).to.match(/^spinestream version \d/);
  });

  it('is read by pyarrow, in one file and in parts', async function () {
    if (!existsSync(PYTHON)) {
      console.log('      pending: no pyarrow here (scripts/scale-tools.sh)');
      this.skip();
    }
    const program =
      'import sys, json, pyarrow.dataset as d; print(json.dumps(d.dataset(sys.argv[1], format="parquet").to_table().to_pylist()))';
    for (const form of [{ format: 'parquet' }, { format: 'parquet', partRows: 2 }] as const) {
      const path = await written(form);
      const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', program, path], { encoding: 'utf8' });
      expect(status, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal(
        EXPECTED.map((row) => ({ ...row, severe: row.severe ?? null, note: null, reader: row.reader ?? null })),
      );
      await rm(path, { recursive: true });
    }
  });

  it('in parts keeps the rows of a study together, each part with the names of the columns', async () => {
    const path = await written({ format: 'csv', partRows: 4 });
    expect(await readdir(path)).to.deep.equal(['part-00000.csv', 'part-00001.csv']);
    const [first = '', second = ''] = await Promise.all(
      ['part-00000.csv', 'part-00001.csv'].map((name) => readFile(join(path, name), 'utf8')),
    );
    const header = 'row_id,severe,note,reader\n';
    expect(first).to.equal(`${header}"1_spinal, ""L1""",0.1,,1\n1_spinal_l2,0.3333333333333333,,second\n`);
    expect(second).to.equal(`${header}2_ä,,,\n2_spinal_l2,5e-324,,2.5\n2_spinal_l3,1,,\n`);
  });

  it('has a part without rows where there are none', async () => {
    const none = journalOf([]);
    expect(await readdir(await written({ format: 'csv', partRows: 4 }, none))).to.deep.equal(['part-00000.csv']);
    expect(await rowsIn(await written({ format: 'parquet' }, none))).to.deep.equal([]);
  });

  it('of many groups of rows is one table', async () => {
    const rows = Array.from({ length: 1000 }, (_, i): readonly JournalCell[] => [`r${i}`, i, null, null]);
    const many = journalOf(Array.from({ length: 250 }, (_, i) => record(String(i), rows)));
    const file = await asyncBufferFromFile(await written({ format: 'parquet' }, many));
    const { num_rows, row_groups } = await parquetMetadataAsync(file);
    expect([Number(num_rows), row_groups.length]).to.deep.equal([250_000, 3]);
    const [row] = await parquetReadObjects({ file, rowStart: 249_999, rowEnd: 250_000 });
    expect(row).to.include({ row_id: 'r999', severe: 999 });
  });
});
