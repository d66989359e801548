import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkSplit, foldSplits } from '../../../src/training/run/fold-splits.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

describe('foldSplits', () => {
  const folder = temporaryFolder();
  const table = async (...rows: string[]) => {
    const path = join(folder(), 'folds.csv');
    await writeFile(path, ['study_id,split,fold', ...rows].join('\n'));
    return { count: 5, seed: 42, splits: path };
  };

  it('splits studies by KFold, in the order in which they are given', async () => {
    const ids = Array.from({ length: 10 }, (_, i) => `s${i}`);
    const [first] = await foldSplits(ids, { count: 5, seed: 42 });
    // KFold(5, shuffle=True, random_state=42) of scikit-learn: the first validation part of range(10) is 1, 8
    expect(first!.validation).to.eql(['s1', 's8']);
    expect(first!.train).to.have.length(8);
  });

  it('takes the folds of a table, for the studies that there are', async () => {
    const folds = await table('a,train,1', 'b,train,1', 'c,validation,1', 'd,validation,1');
    expect(await foldSplits(['a', 'c', 'b'], folds)).to.eql([{ fold: 1, train: ['a', 'b'], validation: ['c'] }]);
  });

  it('refuses a fold without validation or training studies', async () => {
    const refusal = await rejectionOf(foldSplits(['a', 'b'], await table('a,train,1', 'b,train,1')));
    expect([refusal.code, refusal.reason]).to.eql([
      'FOLD_WITHOUT_STUDIES',
      'fold 1 has no labelled validation studies; correct the table of folds, or use fewer folds',
    ]);
    const other = await rejectionOf(foldSplits(['a'], await table('b,train,1', 'a,validation,1')));
    expect(other.reason).to.contain('fold 1 has no labelled training studies');
  });

  it('says so when there is no table', async () => {
    const { code, message } = await rejectionOf(foldSplits(['a'], { count: 5, seed: 42, splits: '/nowhere.csv' }));
    expect([code, message]).to.eql([
      'LABEL_FILE_MISSING',
      '/nowhere.csv: cannot read the table of folds; check the path',
    ]);
  });
});

describe('checkSplit', () => {
  it('refuses a fold that learns from what it is measured on', () => {
    const leak = () => checkSplit({ fold: 2, train: ['a', 'b', 'c'], validation: ['d', 'b'] });
    expect(thrownBy(leak)).to.include({
      code: 'FOLD_LEAKS',
      reason: 'data leakage: fold 2 would train on 1 of its validation studies (b); correct the table of folds',
    });
  });
});
