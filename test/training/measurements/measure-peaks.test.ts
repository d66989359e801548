import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openModel } from '../../../src/models/model-store.ts';
import { type PeakRecord, readPeaks } from '../../../src/models/weights/peak-record.ts';
import type { Experiment } from '../../../src/training/experiment/experiment.ts';
import { labelledPeaks } from '../../../src/training/measurements/labelled-peaks.ts';
import { type MeasuredPeaks, measurePeaks } from '../../../src/training/measurements/measure-peaks.ts';
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, KEYPOINTS, trainOptions } from '../small-experiments.ts';

/** Engine and runtime decompose a network differently. */
const SAME_HEIGHT = 1e-4;

const NANO = KEYPOINTS.replace('encoder: resnet18', 'encoder: resnet10_nano');

describe('labelledPeaks', () => {
  it('takes the height of the maps that have a labelled point, wherever the peak is', () => {
    const maps = (...values: readonly number[]) => ({ shape: [1, 3, 1, 2], data: Float32Array.from(values) });
    expect(labelledPeaks(maps(0.25, 0.5, 0.9, 0.9, 0.125, 0), maps(1, 0, 0, 0, 0, 0.9))).to.deep.equal([0.5, 0.125]);
  });
});

describe('measurePeaks', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const runtime = testRuntime();
  beforeEach(() => labelledStudies(folder(), 6));

  const out = () => join(folder(), 'models');
  const trained = (experiment: Experiment) =>
    trainExperiments([experiment], { ...trainOptions(), data: folder(), out: out(), fold: 1, epochs: 1 });
  const measured = async (experiment: Experiment, data = folder()): Promise<readonly MeasuredPeaks[]> => {
    const found: MeasuredPeaks[] = [];
    const options = { data, models: out(), runtime: runtime(), signal: new AbortController().signal };
    for await (const one of measurePeaks([experiment], options)) found.push(one);
    return found;
  };
  const heightsOf = ({ best, last }: PeakRecord): readonly number[] =>
    [best, last].flatMap((one) => [one!.least, one!.percentile1, one!.median, one!.floor]);

  it('records what training records, for a run folder that lacks it', async () => {
    const experiment = experimentOf(NANO);
    await trained(experiment);
    const run = join(out(), 'keypoints');
    const byTraining = (await readPeaks(run, 1))!;
    expect(byTraining.best?.maps).to.equal(2 * 5); // two studies of five levels are for validation
    await rm(join(run, 'fold1-peaks.json'));
    const told = await measured(experiment);
    expect(told.map(({ name, fold, which, maps }) => [name, fold, which, maps])).to.deep.equal([
      ['keypoints', 1, 'best', 10],
      ['keypoints', 1, 'last', 10],
    ]);
    const byHand = (await readPeaks(run, 1))!;
    for (const [index, height] of heightsOf(byHand).entries())
      expect(height).to.be.closeTo(heightsOf(byTraining)[index]!, SAME_HEIGHT);
    expect([byHand.best?.sha256, byHand.last?.sha256]).to.deep.equal([
      byTraining.best?.sha256,
      byTraining.last?.sha256,
    ]);
    const { identity } = await openModel({ name: 'm', path: run, folds: 'all', weights: 'best' });
    expect(identity.folds[0]?.peakFloor).to.equal(byHand.best?.floor);
    expect((await readdir(run)).filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
  });

  it('refuses an experiment that the run folder is not of, and one without heatmaps', async () => {
    await trained(experimentOf(NANO));
    const other = experimentOf(
      NANO.replace('slices: 3, as: sagt2', 'slices: 3, position: middle, as: sagt2').replaceAll('32', '48'),
    );
    const error = await rejectionOf(measured(other));
    expect(error.code).to.equal('RUN_FOLDER_FOREIGN');
    expect(error.reason).to.include('model').and.to.include('steps');
    expect((await rejectionOf(measured(experimentOf(FORAMINAL)))).code).to.equal('PEAKS_OF_NOTHING');
  });

  it('refuses studies other than those that the network was validated on', async () => {
    await trained(experimentOf(NANO));
    await writeFile(join(out(), 'keypoints', 'splits.csv'), 'study_id,split,fold\n1,train,1\n77,validation,1\n');
    const error = await rejectionOf(measured(experimentOf(NANO)));
    expect(error.code).to.equal('PEAKS_STUDIES_MISSING');
    expect(error.reason).to.include('77');
    const other = join(folder(), 'other');
    await labelledStudies(other, 1); // too few for the folds of the experiment
    expect((await rejectionOf(measured(experimentOf(NANO), other))).code).to.equal('PEAKS_STUDIES_MISSING');
  });
});
