import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { featuresFile } from '../../../src/models/features/feature-record.ts';
import { openModel } from '../../../src/models/model-store.ts';
import type { Experiment } from '../../../src/training/experiment/experiment.ts';
import { type MeasuredFeatures, measureFeatures } from '../../../src/training/measurements/measure-features.ts';
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, KEYPOINTS, trainOptions } from '../small-experiments.ts';

const NANO = FORAMINAL.replace('resnet18', 'resnet10_nano').replace('count: 3', 'count: 2');

describe('measureFeatures', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();
  const runtime = testRuntime();

  const out = () => join(folder(), 'models');
  const file = () => join(out(), 'foraminal', featuresFile(1));
  const trained = (experiment: Experiment, epochs: number, existing: 'refuse' | 'resume' = 'refuse') =>
    trainExperiments([experiment], { ...trainOptions(), data: folder(), out: out(), fold: 1, epochs, existing });
  const measured = async (experiment: Experiment): Promise<readonly MeasuredFeatures[]> => {
    const found: MeasuredFeatures[] = [];
    const options = { data: folder(), models: out(), runtime: runtime(), signal: new AbortController().signal };
    for await (const one of measureFeatures([experiment], options)) found.push(one);
    return found;
  };
  const opened = () => openModel({ name: 'm', path: join(out(), 'foraminal'), folds: 'all', weights: 'best' });

  it('records what training records, for the best weights at the end', async () => {
    const experiment = experimentOf(NANO);
    await labelledStudies(folder(), 40);
    await trained(experiment, 1);
    const first = await readFile(file(), 'utf8');
    await trained(experiment, 2, 'resume');
    const byTraining = (await opened()).features?.get(1)?.reference; // throws if the record is of earlier weights
    expect([byTraining?.studies, byTraining?.distances.count]).to.deep.equal([20, 20]);
    expect(byTraining?.bound).to.be.above(byTraining!.distances.high);
    expect(await readFile(file(), 'utf8')).not.to.equal(first);
    await rm(file());
    await trained(experiment, 2, 'resume'); // already trained: only the record is missing
    expect((await opened()).features?.get(1)?.reference).to.deep.equal(byTraining);
    const [{ name, fold, ...reference } = { name: '', fold: 0 }] = await measured(experiment);
    expect([name, fold, reference]).to.deep.equal(['foraminal', 1, byTraining]);
  });

  describe('of few studies', () => {
    beforeEach(async () => {
      await labelledStudies(folder(), 6);
      await trained(experimentOf(NANO), 1);
    });

    it('is left out by training, and has no bound', async () => {
      expect(existsSync(file())).to.equal(false);
      const [{ studies, bound } = { studies: 0, bound: 0 }] = await measured(experimentOf(NANO));
      expect([studies, bound]).to.deep.equal([3, undefined]);
      expect((await opened()).features?.get(1)?.reference.studies).to.equal(3);
    });

    it('takes an experiment that states defaults of its steps for the same, and refuses another one', async () => {
      const stated = NANO.replace('load-series: {}', 'load-series: { rules: dicom }');
      expect((await measured(experimentOf(stated))).length).to.equal(1);
      const withTable = NANO.replace('as: sagt1 }', 'predicted: 0.5, as: sagt1 }').replace(
        'steps:',
        'labels: { predicted: found.csv }\nsteps:',
      );
      const unneeded = await rejectionOf(measured(experimentOf(withTable)));
      expect(unneeded.reason).to.include('omit --set predicted');
      const other = NANO.replace('load-series: {}', 'load-series: { rules: original }');
      const error = await rejectionOf(measured(experimentOf(other)));
      expect([error.code, error.reason.includes('steps')]).to.deep.equal(['RUN_FOLDER_FOREIGN', true]);
    });

    it('refuses networks without features, and studies other than those of the fold', async () => {
      const none = await rejectionOf(measured(experimentOf(KEYPOINTS)));
      expect(none.code).to.equal('FEATURES_OF_NOTHING');
      expect(none.reason).to.include('(keypoints)').and.include('spinal_axial').and.include('spinal-roi');
      await writeFile(join(out(), 'foraminal', 'splits.csv'), 'study_id,split,fold\n100,train,1\n77,validation,1\n');
      const error = await rejectionOf(measured(experimentOf(NANO)));
      expect([error.code, error.reason.includes('77')]).to.deep.equal(['FEATURES_STUDIES_MISSING', true]);
    });
  });
});
