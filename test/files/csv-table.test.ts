import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CsvRow, csvRows } from '../../src/files/csv-table.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('csvRows', () => {
  const folder = temporaryFolder();
  const fileOf = (): string => join(folder(), 'table.csv');

  const rowsOf = async (text: string, required: readonly string[] = ['a', 'b']): Promise<readonly CsvRow[]> => {
    await writeFile(fileOf(), text);
    const rows: CsvRow[] = [];
    for await (const row of csvRows(fileOf(), required)) rows.push(row);
    return rows;
  };

  it('gives rows by column, with the line that each is on', async () => {
    expect(await rowsOf('a,b,c\n1,2,3\n4,,6\n')).to.deep.equal([
      { line: 2, values: { a: '1', b: '2', c: '3' } },
      { line: 3, values: { a: '4', b: '', c: '6' } },
    ]);
  });

  it('understands a byte order mark, CRLF, blank lines, spaces and no newline at the end', async () => {
    expect(await rowsOf('\ufeffa,b\r\n\r\n 1 , 2 \r\n3,4')).to.deep.equal([
      { line: 3, values: { a: '1', b: '2' } },
      { line: 4, values: { a: '3', b: '4' } },
    ]);
  });

  it('understands quotes, with commas, quotes and newlines inside', async () => {
    expect(await rowsOf('a,b\n"x, ""y""","1\n2"\nz,3\n')).to.deep.equal([
      { line: 3, values: { a: 'x, "y"', b: '1\n2' } },
      { line: 4, values: { a: 'z', b: '3' } },
    ]);
  });

  it('understands semicolons and tabs between columns, told by the required ones, and Excel’s line that says so', async () => {
    const values = { a: '1,5', b: 'x' };
    expect(await rowsOf('a;b\n1,5;x\n')).to.deep.equal([{ line: 2, values, decimal: ',' }]);
    expect(await rowsOf('a\tb\n1,5\tx\n')).to.deep.equal([{ line: 2, values }]);
    expect(await rowsOf('sep=;\r\n"a";"b"\r\n"1,5";"x"\r\n')).to.deep.equal([{ line: 3, values, decimal: ',' }]);
    expect(await rowsOf('sep=,\r\na,b\n1,2\n')).to.deep.equal([{ line: 3, values: { a: '1', b: '2' } }]);
    expect(await rowsOf('a,b;c\n1,2\n', ['a'])).to.deep.equal([{ line: 2, values: { a: '1', 'b;c': '2' } }]);
  });

  it('tells once how a table is written', async () => {
    await writeFile(fileOf(), 'A;b;Other\n1;2;3\n4;5;6\n');
    const notes: string[] = [];
    const rows: CsvRow[] = [];
    for await (const row of csvRows(fileOf(), ['a', 'b'], { onNote: (note) => void notes.push(note) })) rows.push(row);
    expect(rows[0]!.values).to.deep.equal({ a: '1', b: '2', other: '3' });
    expect(notes).to.deep.equal(['columns are separated by semicolons', 'names of columns are written with capitals']);
  });

  it('passes rows of nothing but commas over, and refuses two columns of one name', async () => {
    expect(await rowsOf('a,b\n,\n1,2\n,,\n'.replace(',,\n', ',\n'))).to.deep.equal([
      { line: 3, values: { a: '1', b: '2' } },
    ]);
    expect((await rejectionOf(rowsOf('a,b,B\n1,2,3\n'))).reason).to.equal('duplicate column "b"; rename or remove one');
  });

  it('accepts a table of a header alone', async () => {
    expect(await rowsOf('a,b\n')).to.deep.equal([]);
  });

  it('says which columns are missing, and which are there', async () => {
    const error = await rejectionOf(rowsOf('a,c\n1,2\n', ['a', 'b', 'd']));
    expect(error.code).to.equal('CSV_COLUMNS_MISSING');
    expect(error.message).to.equal(
      `${fileOf()}: no column "b", "d" in the first line (found: "a", "c"); check that this is the right file`,
    );
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['a file of blank lines', '\n\n'],
  ] as const)
    it(`misses the columns of ${what}`, async () => {
      const error = await rejectionOf(rowsOf(text));
      expect(error.code).to.equal('CSV_COLUMNS_MISSING');
      expect(error.reason).to.equal(
        'no column "a", "b" in the first line (found: nothing); check that this is the right file',
      );
    });

  it('names the line that has too many cells', async () => {
    const error = await rejectionOf(rowsOf('a,b\n1,2\n3,4,5\n'));
    expect(error.code).to.equal('CSV_UNREADABLE');
    expect(error.where).to.deep.equal({ file: fileOf(), line: 3 });
    expect(error.reason).to.match(/^invalid CSV: Invalid Record Length/);
    expect(error.cause).to.be.instanceOf(Error);
  });

  it('names the line with a quote that never closes', async () => {
    const error = await rejectionOf(rowsOf('a,b\n1,2\n"3,4\n'));
    expect(error.code).to.equal('CSV_UNREADABLE');
    expect(error.where.line).to.be.at.least(3);
  });

  it('says that a folder is no table, and names the first of many columns', async () => {
    const drain = async (file: string, columns: readonly string[]) => {
      for await (const _ of csvRows(file, columns));
    };
    await mkdir(fileOf());
    expect((await rejectionOf(drain(fileOf(), ['a']))).reason).to.include('this is a folder, expected a .csv file');
    const many = Array.from({ length: 20 }, (_, index) => `c${index}`);
    await writeFile(`${fileOf()}2`, 'a,b\n');
    expect((await rejectionOf(drain(`${fileOf()}2`, many))).reason).to.match(/"c6" and 13 more in the first line/);
  });

  it('says which file is not there', async () => {
    const drain = async () => {
      for await (const _ of csvRows(fileOf(), ['a']));
    };
    const error = await rejectionOf(drain());
    expect(error.code).to.equal('CSV_UNREADABLE');
    expect(error.message).to.match(/table\.csv: cannot read this table: there is no such file; check the path$/);
  });

  it('passes an error of whoever reads on as it is', async () => {
    await writeFile(fileOf(), 'a\n1\n');
    const failure = new Error('no');
    const read = async () => {
      for await (const _ of csvRows(fileOf(), ['a'])) throw failure;
    };
    const [outcome] = await Promise.allSettled([read()]);
    expect(outcome).to.have.property('reason', failure);
  });
});
