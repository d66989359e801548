import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { elementCount } from '../../../src/domain/image.ts';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { type ExportOptions, exportModel } from '../../../src/models/export/export-model.ts';
import { importOnnx } from '../../../src/models/external-onnx/import-onnx.ts';
import { loadModels, openModel } from '../../../src/models/model-store.ts';
import { atBatch } from '../../../src/models/nn/dim.ts';
import { parametersOf } from '../../../src/models/nn/shapes.ts';
import type { Tensors } from '../../../src/models/runtime/runtime.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { type FoldWeights, writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { readSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { heatmapNetwork, writeOnnxWithData } from '../external-onnx/small-onnx.ts';

const SMALL = { kind: 'spinal', backbone: 'resnet18', hidden: 8, slices: 2 } as const;
const OTHER_OPTIMISATION_TOL = 1e-6; // float32: weights inside the file are folded into the graph before it runs

/** Without what a weights file may leave out. */
const essential = (network: Architecture, weights: StateDict): StateDict =>
  new Map(parametersOf(network).flatMap(({ name, constructed }) => (constructed ? [] : [[name, weights.get(name)!]])));

const inputsOf = (network: Architecture, rows: number): Tensors =>
  Object.fromEntries(
    network.inputs.map(({ name, shape: symbolic }) => {
      const shape = atBatch(symbolic, rows);
      return [name, { shape, data: unitFill(name, elementCount(shape)) }];
    }),
  );

/** The first output of an ONNX file, as any program would compute it. */
const computed = async (path: string, inputs: Tensors): Promise<{ dims: readonly number[]; data: Float32Array }> => {
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
  try {
    const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [name, new Tensor('float32', data, shape)]);
    const { data, dims } = (await session.run(Object.fromEntries(feeds)))[session.outputNames[0]!]!;
    if (!(data instanceof Float32Array)) throw new Error('the output is not float32');
    return { dims, data };
  } finally {
    await session.release();
  }
};

describe('exportModel', () => {
  const runtime = testRuntime();
  const folder = temporaryFolder();
  const run = () => join(folder(), 'run');
  const out = () => join(folder(), 'out', 'exported');

  const small = architectureOf(SMALL, { resolutionPx: 32 });
  const weights = filledWeights(small);
  const written = async (
    folds: readonly Pick<FoldWeights, 'fold' | 'which'>[] = [{ fold: 1, which: 'best' }],
    {
      config = SMALL,
      resolutionPx = 32,
      values = weights,
    }: { config?: ArchitectureConfig; resolutionPx?: number; values?: StateDict } = {},
  ): Promise<void> => {
    const description = {
      name: 'spinal: small',
      architecture: { ...config },
      input: { slices: 2, resolutionPx, sizeMm: 50 },
    };
    await writeRunFolder(run(), { config: description, folds: folds.map((fold) => ({ ...fold, weights: values })) });
  };
  const exported = (to: ExportOptions['to'], more: Partial<ExportOptions> = {}) =>
    exportModel(run(), { to, into: out(), ...more });

  it('writes ONNX that gives the numbers of the run folder, for any batch', async () => {
    await written();
    const [file] = await exported('onnx');
    expect(file!.file).to.equal('spinal_small-fold1.onnx');
    const models = await loadModels(
      [await openModel({ name: 's', path: run(), folds: 'all', weights: 'best' })],
      runtime(),
    );
    const { members } = await models.get('s');
    for (const rows of [1, 3]) {
      const { logits } = await members[0]!.predict(inputsOf(small, rows));
      const { dims, data } = await computed(join(out(), file!.file), inputsOf(small, rows));
      expect(dims).to.deep.equal([rows, 3]);
      expect(maxAbsDiff(data, logits!.data)).to.be.lessThan(OTHER_OPTIMISATION_TOL);
    }
  });

  it('writes ONNX that can be imported again as a model of its role', async () => {
    await written();
    const [file] = await exported('onnx');
    const again = await importOnnx(join(out(), file!.file), {
      role: 'spinal',
      into: join(folder(), 'again'),
      runtime: runtime(),
    });
    expect(again.config.architecture.batch).to.equal('free');
    expect(again.config.input).to.deep.equal({ slices: 2, resolutionPx: 32, sizeMm: 50 });
  });

  it('writes every entry of the state dict for PyTorch, in its order', async () => {
    await written(undefined, { values: essential(small, weights) });
    const [file] = await exported('pt-compatible-safetensors');
    const read = await readSafetensors(join(out(), file!.file));
    expect([...read.weights.keys()]).to.deep.equal(parametersOf(small).map(({ name }) => name));
    expect(read.weights).to.deep.equal(weights);
    expect(read.metadata).to.deep.equal({ format: 'pt' });
  });

  it('keeps counters that the weights have', async () => {
    const name = 'model_axi.model.bn1.num_batches_tracked';
    const counted: StateDict = new Map([...weights, [name, { dtype: 'int64', shape: [], data: BigInt64Array.of(7n) }]]);
    await written(undefined, { values: counted });
    const [file] = await exported('pt-compatible-safetensors');
    const read = await readSafetensors(join(out(), file!.file));
    expect(read.weights.get(name)!.data[0]).to.equal(7n);
  });

  it('writes only what cannot be constructed as plain safetensors', async () => {
    await written();
    const [file] = await exported('safetensors');
    const read = await readSafetensors(join(out(), file!.file));
    expect(read.weights).to.deep.equal(essential(small, weights));
  });

  it('writes one file a fold, of those that are asked for, and what they are', async () => {
    await written([
      { fold: 1, which: 'best' },
      { fold: 2, which: 'best' },
      { fold: 2, which: 'last' },
    ]);
    const told: string[] = [];
    const files = await exported('safetensors', {
      onProgress: (file, done, total) => told.push(`${done}/${total} ${file}`),
    });
    expect(readdirSync(out()).sort()).to.deep.equal([
      'export.json',
      'spinal_small-fold1.safetensors',
      'spinal_small-fold2.safetensors',
    ]);
    expect(told).to.deep.equal(['1/2 spinal_small-fold1.safetensors', '2/2 spinal_small-fold2.safetensors']);
    const description = JSON.parse(readFileSync(join(out(), 'export.json'), 'utf8'));
    expect(description).to.deep.include({
      name: 'spinal: small',
      format: 'safetensors',
      weights: 'best',
      architecture: SMALL,
      files,
    });
    expect(description.inputs).to.deep.equal([
      { name: 'sagt2', shape: ['n', 2, 32, 32] },
      { name: 'axial_centre', shape: ['n', 2, 32, 32] },
    ]);
    const last = await exported('safetensors', { folds: [2], weights: 'last', into: join(folder(), 'last') });
    expect(last.map(({ fold }) => fold)).to.deep.equal([2]);
  });

  it('says which fold is missing', async () => {
    await written();
    const error = await rejectionOf(exported('onnx', { folds: [1, 4] }));
    expect(error.code).to.equal('FOLD_MISSING');
    expect(error.message).to.equal(
      `${run()}: no weights for fold 4 best (found: 1 best); import or train this fold, or choose another`,
    );
    expect((await rejectionOf(exported('onnx', { weights: 'last' }))).reason).to.contain(
      'no weights for any fold, last',
    );
    expect(existsSync(out())).to.equal(false);
  });

  it('leaves a folder alone that has something in it', async () => {
    await written();
    await exported('safetensors');
    const error = await rejectionOf(exported('onnx'));
    expect(error.code).to.equal('EXPORT_FOLDER_NOT_EMPTY');
    expect(error.message).to.equal(`${out()}: the folder is not empty; choose a new folder, or empty this one`);
  });

  it('refuses weights of another network, naming the file', async () => {
    await written(undefined, { values: new Map([...weights].slice(1)) });
    const error = await rejectionOf(exported('onnx'));
    expect(error.code).to.equal('MODEL_WEIGHTS_UNFIT');
    expect(error.where.file).to.equal(join(run(), 'fold1-best.safetensors'));
    expect(existsSync(out())).to.equal(false);
  });

  it('stops between files when it is told to, and leaves nothing', async () => {
    await written([
      { fold: 1, which: 'best' },
      { fold: 2, which: 'best' },
    ]);
    const stopping = new AbortController();
    const stopped = new SpineError({ code: 'INTERRUPTED', reason: 'stopped' });
    const onProgress = () => stopping.abort(stopped);
    const error = await rejectionOf(exported('safetensors', { signal: stopping.signal, onProgress }));
    expect(error.code).to.equal('INTERRUPTED');
    expect(readdirSync(join(folder(), 'out'))).to.deep.equal([]);
  });

  describe('of a model that came as ONNX', () => {
    const imported = async (): Promise<void> => {
      await importOnnx(writeOnnxWithData(folder(), heatmapNetwork()), {
        role: 'keypoints',
        into: run(),
        runtime: runtime(),
      });
    };

    it('gives the file back with its weights', async () => {
      await imported();
      const files = await exported('onnx');
      expect(files.map(({ fold, file }) => [fold, file])).to.deep.equal([[1, 'model.onnx']]);
      expect(readdirSync(out()).sort()).to.deep.equal(['export.json', 'head.bias', 'head.weight', 'model.onnx']);
    });

    it('has no weights by names, and is not given away when it was changed', async () => {
      await imported();
      const error = await rejectionOf(exported('safetensors'));
      expect(error.code).to.equal('EXPORT_NEEDS_WEIGHTS');
      expect(error.reason).to.equal(
        'the run folder contains an ONNX file without PyTorch parameter names, which safetensors needs; export it as onnx',
      );
      writeFileSync(join(run(), 'head.bias'), 'another');
      expect((await rejectionOf(exported('onnx'))).code).to.equal('ONNX_CHANGED');
    });
  });
});
