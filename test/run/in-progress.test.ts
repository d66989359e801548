import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inProgress, leftInProgress } from '../../src/run/in-progress.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('inProgress', () => {
  const folder = temporaryFolder();

  it('leaves the studies that were begun and not ended, with their last operators', () => {
    const marks = inProgress(folder());
    marks.begin('1');
    marks.begin('2');
    marks.end('1');
    marks.begin('3');
    marks.step('3', 'load-series');
    marks.step('3', 'normalise');
    expect(leftInProgress(folder())).to.deep.equal([{ studyId: '2' }, { studyId: '3', operator: 'normalise' }]);
  });

  it('leaves nothing after an orderly end', async () => {
    const marks = inProgress(folder());
    marks.begin('1');
    marks.clear();
    expect(leftInProgress(folder())).to.deep.equal([]);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('reads a torn file as nothing', async () => {
    for (const text of ['[{"studyId":"1"', '{}']) {
      await writeFile(join(folder(), 'in-progress.json'), text);
      expect(leftInProgress(folder())).to.deep.equal([]);
    }
  });
});
