import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StudyRecord } from '../../src/core/study-record.ts';
import { openJournal } from '../../src/run/journal/journal.ts';
import { writeResults } from '../../src/run/result-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const TABLES = [
  { name: 'grades', columns: ['row_id', 'severe'] },
  { name: 'points', columns: ['study_id', 'x_norm'] },
] as const;

const base = { input: '', warnings: [], tables: {} };

describe('writeResults', () => {
  const folder = temporaryFolder();

  const resultsOf = async (...records: readonly StudyRecord[]): Promise<Readonly<Record<string, string>>> => {
    const journal = await openJournal(join(folder(), 'journal.jsonl'), { fingerprint: 'x' });
    for (const record of records) await journal.append(record);
    await writeResults(folder(), journal, TABLES);
    await journal.close();
    const names = (await readdir(folder())).filter((name) => name !== 'journal.jsonl');
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder(), name), 'utf8')] as const)),
    );
  };

  it('writes tables in the order of the journal, absent cells as nothing', async () => {
    const results = await resultsOf(
      { ...base, studyId: 'b', tables: { grades: [['b_x', 0.25]], points: [['b', null]] } },
      {
        ...base,
        studyId: 'a',
        tables: {
          grades: [
            ['a_x', 0.1],
            ['a, "y"', 1 / 3],
          ],
        },
      },
    );
    expect(results['grades.csv']).to.equal('row_id,severe\na_x,0.1\n"a, ""y""",0.3333333333333333\nb_x,0.25\n');
    expect(results['points.csv']).to.equal('study_id,x_norm\nb,\n');
    expect(results['errors.jsonl']).to.equal('');
    expect(results['warnings.jsonl']).to.equal('');
  });

  it('writes a line a failed study and a line a cause of warnings', async () => {
    const results = await resultsOf(
      {
        ...base,
        studyId: 'a',
        error: { code: 'BAD', reason: 'bad', where: { studyId: 'a', file: '1.dcm' }, causes: ['ENOENT'] },
      },
      {
        ...base,
        studyId: 'b',
        warnings: [
          {
            code: 'ODD',
            message: 'odd',
            seriesId: '7',
            count: 2,
            sites: [{ level: 'l1_l2', side: 'left' }, { slice: '3.dcm' }],
          },
          { code: 'ODDER', message: 'odder', seriesId: undefined, count: 1, sites: [] },
        ],
      },
    );
    expect(results['errors.jsonl']).to.equal(
      '{"study_id":"a","code":"BAD","file":"1.dcm","reason":"bad","causes":["ENOENT"]}\n',
    );
    expect(results['warnings.jsonl']).to.equal(
      '{"study_id":"b","code":"ODD","series_id":"7","message":"odd","count":2,"sites":["left l1_l2","slice 3.dcm"]}\n' +
        '{"study_id":"b","code":"ODDER","message":"odder","count":1,"sites":[]}\n',
    );
    expect(results['grades.csv']).to.equal('row_id,severe\n');
  });

  it('writes headers for a run without studies', async () => {
    expect(await resultsOf()).to.deep.equal({
      'errors.jsonl': '',
      'grades.csv': 'row_id,severe\n',
      'points.csv': 'study_id,x_norm\n',
      'warnings.jsonl': '',
    });
  });
});
