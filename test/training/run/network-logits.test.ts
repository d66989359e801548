import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LOCATIONS, type Location } from '../../../src/domain/vocabulary.ts';
import { writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { formatSplits, type Split } from '../../../src/models/weights/splits.ts';
import { studySetHash, TRAIN_STUDIES_HASH } from '../../../src/models/weights/study-set-hash.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { withLogits } from '../../../src/training/run/network-logits.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { writeRunRecord } from './write-run-record.ts';

const CONFIG = { kind: 'spinal_axial', backbone: 'resnet10_nano', slices: 1, hidden: 2 } as const;
const [FIRST, SECOND] = LOCATIONS;
const grades = Object.fromEntries(LOCATIONS.map((location) => [location, 0])) as Record<Location, number>;
const labels = new Map(['1', '2', '3'].map((id) => [id, { grades, coordinates: [] }]));

/** Fold 1 has not seen study 1, fold 2 has not seen study 2. */
const FOLDS: readonly Split[] = [
  { fold: 1, train: ['2', '8'], validation: ['1'] },
  { fold: 2, train: ['1', '8'], validation: ['2'] },
];

describe('withLogits', () => {
  const folder = temporaryFolder();
  let models = 0;

  /** A run over studies 1 and 2 by a network of these folds. */
  const runOf = async (
    splits: readonly Split[],
    { folds = 'out-of-fold', rows }: { folds?: 'all' | 'out-of-fold'; rows?: readonly string[] } = {},
  ) => {
    const model = join(folder(), `model ${++models}`);
    const weights = filledWeights(architectureOf(CONFIG, { resolutionPx: 32 }));
    await writeRunFolder(model, {
      config: { name: 'm', architecture: { ...CONFIG }, input: { slices: 1, resolutionPx: 32 } },
      folds: splits.map(({ fold, train }) => ({
        ...{ fold, which: 'best' as const, weights },
        metadata: { [TRAIN_STUDIES_HASH]: studySetHash(train) },
      })),
    });
    await writeFile(join(model, 'splits.csv'), formatSplits(splits));
    const run = join(folder(), 'run');
    await writeRunRecord(run, { name: 'm', path: model, folds });
    const all = ['1', '2'].flatMap((id) => [`${id}_${FIRST},axial,-0.5,0.25,1`, `${id}_${SECOND},axial,1,2,3`]);
    const text = ['row_id,network,normal_mild,moderate,severe', ...(rows ?? all), ''].join('\n');
    await writeFile(join(run, 'logits.csv'), text);
    return run;
  };

  it('adds the logits of each network, and leaves studies without any out', async () => {
    const { labels: found, warnings, checkFolds } = await withLogits(labels, await runOf(FOLDS), ['axial']);
    expect([...found.keys()]).to.eql(['1', '2']);
    expect(found.get('1')!.logits).to.eql({
      axial: [
        { condition: 'spinal_canal_stenosis', level: 'l1_l2', logits: [-0.5, 0.25, 1] },
        { condition: 'spinal_canal_stenosis', level: 'l2_l3', logits: [1, 2, 3] },
      ],
    });
    expect(warnings.map(({ message }) => message)).to.eql([
      'samples.logits: the run has logits of 2 of 3 studies; the others are left out',
    ]);
    await checkFolds(FOLDS);
  });

  it('refuses logits of networks that were trained on the study', async () => {
    const run = await runOf(FOLDS, { folds: 'all' });
    expect((await rejectionOf(withLogits(labels, run, ['axial']))).code).to.equal('EVALUATION_LEAKS');
  });

  it('refuses folds other than those of the networks', async () => {
    const { checkFolds } = await withLogits(labels, await runOf(FOLDS), ['axial']);
    const swapped = FOLDS.map(({ fold, ...studies }) => ({ ...studies, fold: 3 - fold }));
    const error = await rejectionOf(checkFolds(swapped));
    expect(error.code).to.equal('TRAINING_LOGITS_FOLDS_DIFFER');
    expect(error.reason).to.equal(
      'fold 2 would be validated on 1 studies (1) that fold 2 of model "m" was trained on; use the folds of the networks (folds: { splits: <this file> })',
    );
  });

  it('refuses a fold that the networks do not have, unless they were trained on other studies', async () => {
    const { checkFolds } = await withLogits(labels, await runOf(FOLDS), ['axial']);
    const third = [{ fold: 3, train: ['2'], validation: ['1'] }];
    expect((await rejectionOf(checkFolds(third))).code).to.equal('TRAINING_LOGITS_FOLDS_DIFFER');
    const others = await runOf([{ fold: 1, train: ['8'], validation: ['9'] }], { folds: 'all' });
    await (await withLogits(labels, others, ['axial'])).checkFolds(third);
  });

  it('names the networks that the run has logits of', async () => {
    const error = await rejectionOf(withLogits(labels, await runOf(FOLDS), ['axial', 'foraminal']));
    expect(error.reason).to.equal(
      'no logits of foraminal, expected one of axial; correct "networks" of the architecture, or the output "logits" of the run',
    );
  });

  it('refuses a run over other studies, one without logits, and tables that are wrong', async () => {
    const run = await runOf(FOLDS);
    const others = new Map([['7', labels.get('1')!]]);
    expect((await rejectionOf(withLogits(others, run, ['axial']))).code).to.equal('TRAINING_LOGITS_NONE');
    const twice = [`1_${FIRST},axial,1,2,3`, `1_${FIRST},axial,1,2,3`];
    expect((await rejectionOf(withLogits(labels, await runOf(FOLDS, { rows: twice }), ['axial']))).code).to.equal(
      'LOGITS_ROW_TWICE',
    );
    for (const row of [`1_${FIRST},axial,1,2,x`, `1_${FIRST},axial,1,,3`, '1_l1_l2,axial,1,2,3'])
      expect((await rejectionOf(withLogits(labels, await runOf(FOLDS, { rows: [row] }), ['axial']))).code).to.match(
        /^CSV_/,
      );
    const nowhere = join(folder(), 'nowhere');
    expect((await rejectionOf(withLogits(labels, nowhere, ['axial']))).code).to.equal('TRAINING_LOGITS_RUN_MISSING');
    await writeFile(join(run, 'run.json'), '{}');
    expect((await rejectionOf(withLogits(labels, run, ['axial']))).code).to.equal('RUN_RECORD_INVALID');
  });
});
