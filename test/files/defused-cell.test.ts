import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { csvRows } from '../../src/files/csv-table.ts';
import { defusedCell, plainCell } from '../../src/files/defused-cell.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('defusedCell', () => {
  it('lets no text be a formula of a spreadsheet', () => {
    for (const text of ['=1+1', '+1', '-cmd', '@SUM(A1)', '\t=1', '\r=1'])
      expect([defusedCell(text), plainCell(defusedCell(text))]).to.deep.equal([`'${text}`, text]);
  });

  it('leaves numbers, plain texts and nothing as they are', () => {
    for (const cell of [-1.5, 0, 'a=b', '1-2', "'quoted'", '', undefined, null])
      expect(defusedCell(cell)).to.equal(cell);
    for (const text of ['a', "'a", "''=1", '-1.5', '']) expect(plainCell(text)).to.equal(text);
  });
});

describe('a table with defused cells', () => {
  const folder = temporaryFolder();

  it('is read back with the ids that it was written of', async () => {
    const file = join(folder(), 'a.csv');
    await writeFile(file, "study_id,x\n'=cmd|1,-1.5\n'-7,2\n");
    const rows: unknown[] = [];
    for await (const { values } of csvRows(file, ['study_id', 'x'])) rows.push(values);
    expect(rows).to.deep.equal([
      { study_id: '=cmd|1', x: '-1.5' },
      { study_id: '-7', x: '2' },
    ]);
  });
});
