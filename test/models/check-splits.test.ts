import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openModel } from '../../src/models/model-store.ts';
import { formatSplits } from '../../src/models/weights/splits.ts';
import { twoFolds, writeModel } from '../evaluation/inputs/evaluated-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const IDS = ['1', '2', '3', '4'];

describe('a model asked for out of fold', () => {
  const path = temporaryFolder();
  const opened = (folds: 'all' | 'out-of-fold') => openModel({ name: 'toy', path: path(), folds, weights: 'best' });

  it('opens where the hash in the weights is that of the table of folds, in any order', async () => {
    await writeModel(path(), { splits: twoFolds(IDS) });
    await writeFile(join(path(), 'splits.csv'), formatSplits(twoFolds(IDS.toReversed())));
    expect((await opened('out-of-fold')).folds).to.eql([1, 2]);
  });

  it('is refused where somebody moved a study from training to validation', async () => {
    await writeModel(path(), { splits: twoFolds(IDS) });
    const [first, second] = twoFolds(IDS);
    const moved = { ...first!, train: ['3'], validation: [...first!.validation, '1'] };
    await writeFile(join(path(), 'splits.csv'), formatSplits([moved, second!]));
    expect(await rejectionOf(opened('out-of-fold'))).to.include({ code: 'SPLITS_FOREIGN' });
    expect((await opened('all')).folds).to.eql([1, 2]);
  });

  it('opens where the weights do not say what they were trained on', async () => {
    await writeModel(path(), {});
    await writeFile(join(path(), 'splits.csv'), formatSplits(twoFolds(IDS)));
    expect((await opened('out-of-fold')).folds).to.eql([1, 2]);
  });
});
