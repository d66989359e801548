import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StudyRecord } from '../../src/core/study-record.ts';
import { CSV, writeTable } from '../../src/run/tables/write-table.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('writeTable', () => {
  const folder = temporaryFolder();

  it('lets no name of a folder be a formula of a spreadsheet, and leaves negative numbers alone', async () => {
    const record: StudyRecord = {
      ...{ studyId: '=1+1', input: '', warnings: [] },
      tables: {
        table: [
          ['=1+1', -1.5],
          ['@x', 2],
          ['4003253', null],
        ],
      },
    };
    async function* records() {
      yield record;
    }
    await writeTable(folder(), { records }, { name: 'table', columns: ['study_id', 'x'] }, CSV);
    expect(await readFile(join(folder(), 'table.csv'), 'utf8')).to.equal("study_id,x\n'=1+1,-1.5\n'@x,2\n4003253,\n");
  });
});
