import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { countExits, inProgress, leftInProgress } from '../../../src/run/in-progress/in-progress.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('inProgress', () => {
  const folder = temporaryFolder();

  it('leaves nothing of a longer list', () => {
    const marks = inProgress(folder());
    for (const id of ['a study with a long name', 'another one']) marks.begin(id);
    marks.recorded('a study with a long name');
    expect(leftInProgress(folder())).to.deep.equal([{ studyId: 'another one' }]);
    expect(JSON.parse(readFileSync(join(folder(), 'in-progress.json'), 'utf8'))).to.have.length(1);
  });

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

  it('counts for each study the exits with it in progress, until it ends', () => {
    const exitsOf = (...ids: readonly string[]) => {
      countExits(folder());
      countExits(folder()); // once is enough
      const { exits } = inProgress(folder());
      return ids.map(exits);
    };
    const first = inProgress(folder());
    first.begin('1');
    first.begin('2');
    expect(exitsOf('1', '2', '3')).to.deep.equal([1, 1, 0]);
    expect(leftInProgress(folder()), 'not again').to.deep.equal([]);
    const second = inProgress(folder());
    second.begin('1');
    second.step('1', 'classify');
    expect(leftInProgress(folder())).to.deep.equal([{ studyId: '1', operator: 'classify' }]);
    expect(exitsOf('1', '2'), '2 waited').to.deep.equal([2, 1]);
    const third = inProgress(folder());
    third.begin('1');
    third.recorded('1');
    third.end('1');
    third.begin('2');
    third.stopping();
    expect(leftInProgress(folder())).to.deep.equal([{ studyId: '2', stopping: true }]);
    expect(exitsOf('1', '2'), 'a stop takes long where a server is away, and is no fault of the study').to.deep.equal([
      0, 1,
    ]);
  });

  it('keeps the exits of a study that ends without a result, and of one that was not begun, after an orderly end', () => {
    const first = inProgress(folder());
    for (const id of ['1', '2', '3', '4']) first.begin(id);
    countExits(folder());
    const marks = inProgress(folder());
    for (const id of ['1', '2', '5']) marks.begin(id);
    marks.recorded('1');
    for (const id of ['1', '2', '5']) marks.end(id);
    marks.clear();
    countExits(folder());
    expect(['1', '2', '3', '4', '5'].map(inProgress(folder()).exits)).to.deep.equal([0, 1, 1, 1, 0]);
    expect(leftInProgress(folder())).to.deep.equal([]);
  });

  it('knows whether the last exit was shared with others, also of studies that have waited since', () => {
    const sharedAfterExit = () => {
      countExits(folder());
      return ['1', '2'].filter(inProgress(folder()).isShared);
    };
    const first = inProgress(folder());
    for (const id of ['1', '2']) first.begin(id);
    expect(sharedAfterExit()).to.deep.equal(['1', '2']);
    const second = inProgress(folder());
    second.begin('1');
    second.end('1');
    second.begin('1'); // alone
    expect(sharedAfterExit()).to.deep.equal(['2']);
  });

  it('reports exits that cannot be written', async () => {
    await mkdir(join(folder(), 'in-progress.json'));
    expect(thrownBy(() => countExits(folder())).code).to.equal('OUTPUT_UNWRITABLE');
  });

  it('reads a torn file as nothing', async () => {
    for (const text of ['[{"studyId":"1"', '{}']) {
      await writeFile(join(folder(), 'in-progress.json'), text);
      expect(leftInProgress(folder())).to.deep.equal([]);
    }
  });
});
