import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { givesFeatures } from '../../src/models/features/feature-record.ts';
import { loadModels, openModel } from '../../src/models/model-store.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime } from '../../src/models/runtime/runtime.ts';
import { sha256OfFile } from '../../src/models/sha256-of-file.ts';
import { peakDistribution, recordPeaks } from '../../src/models/weights/peak-record.ts';
import { fakeRuntime, writeFakeModels } from '../support/fake-runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const NANO = fileURLToPath(new URL('../../weights/nano/nano_foraminal', import.meta.url));

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

  it('loads networks without working memory of their own if not all are kept, or if asked to', async () => {
    const leanOf = async (options: Parameters<typeof loadModels>[2]) => {
      const seen: unknown[] = [];
      const fake = fakeRuntime();
      const load: Runtime['load'] = (request) => {
        seen.push(request.lean);
        return fake.load(request);
      };
      await loadModels([await opened()], { ...fake, load }, options);
      return seen;
    };
    expect(await leanOf({})).to.deep.equal([false]);
    expect(await leanOf({ inMemory: 1 })).to.deep.equal([false]);
    expect(await leanOf({ inMemory: 1, lean: true })).to.deep.equal([true]);
    expect(await leanOf({ inMemory: 0 })).to.deep.equal([]); // on demand
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

  describe('and features', function () {
    this.timeout(60_000);
    const path = () => join(folder(), 'nano');
    const request = () => ({ name: 'foraminal', path: path(), folds: 'all', weights: 'best' }) as const;
    beforeEach(() => cp(NANO, path(), { recursive: true }));

    it('computes them where the run folder records them, and identifies the model by the record', async () => {
      const model = await openModel(request());
      expect(model.source.architecture.outputs.map(({ name }) => name)).to.deep.equal(['logits', 'features']);
      expect(model.identity.folds[0]?.featuresSha256).to.equal(await sha256OfFile(join(path(), 'fold1-features.json')));
      const { features } = await (await loadModels([model], fakeRuntime())).get('foraminal');
      expect(features?.map(({ space }) => space.mean.length)).to.deep.equal([64]);
    });

    it('is without them where it does not, or where int8 networks compute', async () => {
      const int8 = { fold: 1, path: 'fold1-int8.onnx', sha256: '1' };
      expect(givesFeatures((await openModel(request())).folder, [int8])).to.equal(false);
      await rm(join(path(), 'fold1-features.json'));
      const model = await openModel(request());
      expect(model.source.architecture.outputs.map(({ name }) => name)).to.deep.equal(['logits']);
      expect(model.identity.folds[0]).not.to.have.property('featuresSha256');
      expect((await (await loadModels([model], fakeRuntime())).get('foraminal')).features).to.equal(undefined);
    });

    it('gives the same logits with and without them', async () => {
      const runtime = await startOnnxRuntime({ threads: 1 });
      try {
        const logitsOf = async () => {
          const model = await (await loadModels([await openModel(request())], runtime)).get('foraminal');
          const data = Float32Array.from({ length: 3 * 5 * 64 * 64 }, (_, i) => Math.sin(i / 9) + Math.cos(i / 640));
          return (await model.members[0]!.predict({ sagt1: { shape: [3, 5, 64, 64], data } })).logits?.data;
        };
        const before = await logitsOf();
        await rm(join(path(), 'fold1-features.json'));
        expect(await logitsOf()).to.deep.equal(before);
      } finally {
        await runtime.close();
      }
    });

    it('is refused if other weights computed them', async () => {
      await cp(join(NANO, '..', 'nano_subarticular', 'fold1-best.safetensors'), join(path(), 'fold1-best.safetensors'));
      expect((await rejectionOf(openModel(request()))).code).to.equal('FEATURES_STALE');
    });
  });

  it('leaves other errors as they are', async () => {
    const error = await rejectionOf(loadModels([await opened()], failing('no')));
    expect(error.code).not.to.equal('MODEL_OUT_OF_MEMORY');
  });
});
