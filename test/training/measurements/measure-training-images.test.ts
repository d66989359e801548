import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openModel } from '../../../src/models/model-store.ts';
import { IMAGE_REFERENCE_FILE, readImageReference } from '../../../src/models/weights/image-reference-record.ts';
import { measureTrainingImages } from '../../../src/training/measurements/measure-training-images.ts';
import { type TrainOptions, trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { toyEngine } from '../run/toy-engine.ts';
import { experimentOf, FORAMINAL, trainOptions } from '../small-experiments.ts';
import { withTinyGrader } from '../tiny-networks.ts';

describe('measureTrainingImages', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const run = (...parts: string[]): string => join(folder(), 'models', 'foraminal', ...parts);
  beforeEach(() => labelledStudies(folder(), 6));
  const never = new AbortController().signal;

  const trained = (changed: Partial<TrainOptions> = {}) =>
    trainExperiments([withTinyGrader(experimentOf(FORAMINAL))], {
      ...trainOptions(),
      ...{ data: folder(), out: join(folder(), 'models'), fold: 1, startEngine: toyEngine() },
      ...changed,
    });

  it('records what training records, for a run folder that lacks it', async () => {
    await trained();
    const byTraining = await readFile(run(IMAGE_REFERENCE_FILE), 'utf8');
    expect((await readImageReference(run()))?.reference.studies).to.equal(6);
    await rm(run(IMAGE_REFERENCE_FILE));
    const [reference] = await measureTrainingImages([run()], { studies: folder(), signal: never });
    expect(await readFile(run(IMAGE_REFERENCE_FILE), 'utf8')).to.equal(byTraining);
    expect(reference).to.deep.equal((await readImageReference(run()))?.reference);
  });

  it('is a part of the identity of the model', async () => {
    await trained();
    const request = { name: 'foraminal', path: run(), folds: 'all', weights: 'best' } as const;
    const { identity, imageReference } = await openModel(request);
    expect(identity.imageStatistics).to.match(/^[0-9a-f]{64}$/);
    expect(imageReference?.studies).to.equal(6);
  });

  it('is not written by a training that was stopped, but when it is resumed', async () => {
    const stop = new AbortController();
    await trained({ stop: stop.signal, callbacks: [{ onEpoch: () => stop.abort() }] });
    expect(await readImageReference(run())).to.equal(undefined);
    await trained({ existing: 'resume' });
    expect((await readImageReference(run()))?.reference.studies).to.equal(6);
  });

  it('refuses a folder without the training studies', async () => {
    await trained();
    const other = join(folder(), 'other');
    await labelledStudies(other, 2);
    const { code, reason } = await rejectionOf(measureTrainingImages([run()], { studies: other, signal: never }));
    expect(code).to.equal('IMAGES_STUDIES_MISSING');
    expect(reason).to.include('4 studies');
  });
});
