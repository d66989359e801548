import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inWork, leftInWork } from '../../src/streams/in-work.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('inWork', () => {
  const folder = temporaryFolder();

  it('leaves the names of studies that were begun and not ended', () => {
    const marks = inWork(folder());
    marks.begin('1');
    marks.begin('2');
    marks.end('1');
    marks.begin('3');
    expect(leftInWork(folder())).to.deep.equal(['2', '3']);
  });

  it('leaves nothing after an orderly end', async () => {
    const marks = inWork(folder());
    marks.begin('1');
    marks.clear();
    expect(leftInWork(folder())).to.deep.equal([]);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('reads a torn file as nothing', async () => {
    for (const text of ['["1", "2', '{}']) {
      await writeFile(join(folder(), 'in-work.json'), text);
      expect(leftInWork(folder())).to.deep.equal([]);
    }
  });
});
