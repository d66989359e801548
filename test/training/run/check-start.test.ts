import { expect } from 'chai';
import { checkStart } from '../../../src/training/run/start-of-fold.ts';
import { twoFolds, writeModel } from '../../evaluation/inputs/evaluated-runs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const IDS = ['1', '2', '3', '4'];

describe('checkStart', () => {
  const folder = temporaryFolder();
  const split = (fold: number, train: readonly string[], validation: readonly string[]) => ({
    fold,
    train,
    validation,
  });

  it('refuses weights that were trained on what a fold is validated on', async () => {
    await writeModel(folder(), { splits: twoFolds(IDS) });
    const { code, message } = await rejectionOf(
      checkStart({ from: folder(), fold: 1 }, split(2, ['2', '4'], ['1', '3'])),
    );
    expect(code).to.equal('TRAINING_START_HAS_SEEN');
    expect(message).to.equal(
      `${folder()}: data leakage: these weights were trained on 2 validation studies of fold 2 (1, 3); omit model.start.fold if they were trained with the same folds, choose other weights, or train only the fold with the same studies (--fold)`,
    );
  });

  it('takes the same fold, other studies, and weights that do not say', async () => {
    await writeModel(folder(), { splits: twoFolds(IDS) });
    await checkStart({ from: folder(), fold: 2 }, split(2, ['2', '4'], ['1', '3']));
    await checkStart({ from: folder(), fold: 1 }, split(1, ['77'], ['78']));
    await checkStart({ from: `${folder()}/weights.pt`, fold: 1 }, split(1, ['1'], ['3']));
    await checkStart(undefined, split(1, ['1'], ['3']));
  });
});
