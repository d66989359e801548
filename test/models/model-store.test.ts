import { join } from 'node:path';
import { expect } from 'chai';
import { loadModels, openModel } from '../../src/models/model-store.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';
import { peakDistribution, recordPeaks } from '../../src/models/weights/peak-record.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('loadModels', () => {
  const folder = temporaryFolder();
  beforeEach(async () => {
    await writeFakeModels(folder());
  });
  const opened = () =>
    openModel({ name: 'spinal', path: join(folder(), 'spinal_resnet18'), folds: 'all', weights: 'best' });
  const failing = (message: string): Runtime => ({
    ...fakeRuntime(),
    load: async () => {
      throw new Error(message);
    },
  });

  it('says which model memory did not suffice for, how much, and what to lower', async () => {
    const runtime = failing('Failed to allocate memory for requested buffer of size 3145728');
    const error = await rejectionOf(loadModels([await opened()], runtime));
    expect(error.code).to.equal('MODEL_OUT_OF_MEMORY');
    expect(error.reason).to.equal(
      'model spinal fold 1 (1 MiB of weights) ran out of memory while loading: could not allocate 3 MiB; lower --models-in-memory, --concurrency or --memory-budget, or free memory',
    );
  });

  it('gives models the floor of the folds that are averaged, and identifies them by it', async () => {
    const path = join(folder(), 'coord_sagt2');
    const request = { name: 'coord', path, folds: 'all', weights: 'best' } as const;
    const floorOf = async () => {
      const model = await openModel(request);
      const { peakFloor } = await (await loadModels([model], fakeRuntime())).get('coord');
      return { peakFloor, recorded: model.identity.folds.map((one) => one.peakFloor) };
    };
    expect(await floorOf()).to.deep.equal({ peakFloor: undefined, recorded: [undefined] });
    const { sha256 } = (await openModel(request)).identity.folds[0]!;
    await recordPeaks(path, 1, { best: peakDistribution([0.75], sha256) });
    expect(await floorOf()).to.deep.equal({ peakFloor: 0.375, recorded: [0.375] });
    await recordPeaks(path, 1, { best: peakDistribution([0.75], 'of other weights') });
    expect((await rejectionOf(openModel(request))).code).to.equal('PEAKS_STALE');
  });

  it('leaves other errors as they are', async () => {
    const error = await rejectionOf(loadModels([await opened()], failing('no')));
    expect(error.code).not.to.equal('MODEL_OUT_OF_MEMORY');
  });
});
