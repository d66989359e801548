import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { adding, entryOf } from '../../../src/core/study-state.ts';
import { LEVELS } from '../../../src/domain/vocabulary.ts';
import { type ImportOnnxOptions, importOnnx } from '../../../src/models/external-onnx/import-onnx.ts';
import { loadModels, openModel } from '../../../src/models/model-store.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import { encodeModel } from '../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../src/models/nn/onnx/graph-of.ts';
import type { ModelFile } from '../../../src/models/runtime/runtime.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { heatmapKeypoints } from '../../../src/operators/heatmap-keypoints.ts';
import { fakeRuntime } from '../../support/fake-runtime.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { fileEnv, stateWith, through } from '../../support/operator-flow.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testRuntime } from '../../support/test-runtime.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { heatmapNetwork, logitsNetwork, probabilitiesNetwork, writeOnnx, writeOnnxWithData } from './small-onnx.ts';

const ONE_BY_ONE_TOL = 1e-6; // float32; a batch may be summed in another order than its samples

describe('importOnnx', () => {
  const runtime = testRuntime();
  const folder = temporaryFolder();

  const into = () => join(folder(), 'models', 'foreign');
  const imported = (path: string, options: Partial<ImportOnnxOptions> = {}) =>
    importOnnx(path, { role: 'keypoints', into: into(), runtime: runtime(), ...options });
  const opened = () => openModel({ name: 'foreign', path: into(), folds: 'all', weights: 'best' });
  const loaded = async () => (await loadModels([await opened()], runtime())).get('foreign');

  /** What the network computes by the road of the zoo. */
  const expected = async (network: Network, data: Float32Array) => {
    const free = heatmapNetwork({ input: network.inputs[0]!.name, output: network.outputNames[0]! });
    const predictor = await runtime().load({ name: 'same', architecture: free, weights: filledWeights(free) });
    const outputs = await predictor.predict({ [free.inputs[0]!.name]: { shape: [data.length / 192, 3, 8, 8], data } });
    return outputs[free.outputNames[0]!]!;
  };

  it('makes a run folder that serves as a model of its role', async () => {
    const network = heatmapNetwork();
    const run = await imported(writeOnnx(join(folder(), 'maps.onnx'), network));
    expect(run.config.input).to.deep.equal({ slices: 3, resolutionPx: 8 });
    const { architecture, members } = await loaded();
    expect(architecture.config.kind).to.equal('keypoints');
    expect(architecture.inputs).to.deep.equal([{ name: 'stack', shape: ['n', 3, 8, 8] }]);
    const data = unitFill('stack', 2 * 3 * 64);
    const { heatmaps } = await members[0]!.predict({ stack: { shape: [2, 3, 8, 8], data } });
    expect(heatmaps!.shape).to.deep.equal([2, 5, 8, 8]);
    expect(heatmaps!.data).to.deep.equal((await expected(network, data)).data);
  });

  it('notices a softmax at the end of a network that should give logits, and takes it back', async () => {
    const inputs = ['sagt2', 'axial_centre'] as const;
    const regions = Object.fromEntries(
      inputs.map((name) => [name, { shape: [2, 2, 8, 8], data: unitFill(name, 2 * 2 * 64) }]),
    );
    const answer = async (network: Network) => {
      const path = writeOnnx(join(folder(), 'logits.onnx'), network);
      const input = { slices: 2, resolutionPx: 8 };
      const { config } = await imported(path, { role: 'spinal', input, overwrite: true });
      const { logits } = await (await loaded()).members[0]!.predict(regions);
      return { gives: config.architecture.gives, logits: [...logits!.data] };
    };
    const plain = await answer(logitsNetwork(inputs));
    const softened = await answer(probabilitiesNetwork(inputs));
    expect([plain.gives, softened.gives]).to.eql(['logits', 'probabilities']);
    const normalised = [0, 3].flatMap((start) => {
      const row = plain.logits.slice(start, start + 3);
      const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
      return row.map((logit) => logit - total);
    });
    expect(maxAbsDiff(softened.logits, normalised)).to.be.below(1e-5);
  });

  it('refuses a network that gives no finite numbers', async () => {
    const network = heatmapNetwork();
    const weights = new Map(filledWeights(network));
    weights.set('head.bias', { dtype: 'float32', shape: [5], data: new Float32Array(5).fill(Number.NaN) });
    const path = join(folder(), 'nan.onnx');
    writeFileSync(path, encodeModel(onnxGraphOf(network), weights));
    expect((await rejectionOf(imported(path))).code).to.equal('ONNX_OUTPUT_NOT_FINITE');
  });

  it('is found by an operator as any model', async () => {
    await imported(writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork()));
    const models = await loadModels([await opened()], runtime());
    const stack = {
      site: {},
      shape: [3, 8, 8] as const,
      pixels: unitFill('stack', 3 * 64),
      blank: false,
      selection: { site: {}, series: undefined, instanceNumber: undefined, files: [], count: 3 },
    };
    const state = await through(
      stateWith({ id: 'small', series: [] }, adding('stacks.x', [stack])),
      heatmapKeypoints(fileEnv(models), { model: 'foreign', stacks: 'x', channels: 'levels', as: 'x' }),
    );
    expect(entryOf(state, 'keypoints.x').map(({ site }) => site.level)).to.deep.equal(LEVELS);
  });

  it('serves under the names of the role what the file calls otherwise', async () => {
    const network = heatmapNetwork({ input: 'input.1', output: '42' });
    const path = writeOnnx(join(folder(), 'maps.onnx'), network);
    const error = await rejectionOf(imported(path));
    expect(error.code).to.equal('ONNX_SIGNATURE_UNFIT');
    expect(error.where.file).to.equal(path);
    expect(error.reason).to.contain('--input stack=input.1 --output heatmaps=42');
    await imported(path, { renamed: { inputs: { stack: 'input.1' }, outputs: { heatmaps: '42' } } });
    const data = unitFill('stack', 3 * 64);
    const { heatmaps } = await (await loaded()).members[0]!.predict({ stack: { shape: [1, 3, 8, 8], data } });
    expect(heatmaps!.data).to.deep.equal((await expected(network, data)).data);
  });

  it('asks a file of batch one sample by sample', async () => {
    const network = heatmapNetwork({ batch: 1 });
    const run = await imported(writeOnnx(join(folder(), 'maps.onnx'), network));
    expect(run.config.architecture.batch).to.equal('single');
    const data = unitFill('stack', 3 * 3 * 64);
    const { heatmaps } = await (await loaded()).members[0]!.predict({ stack: { shape: [3, 3, 8, 8], data } });
    expect(heatmaps!.shape).to.deep.equal([3, 5, 8, 8]);
    expect(maxAbsDiff(heatmaps!.data, (await expected(network, data)).data)).to.be.lessThan(ONE_BY_ONE_TOL);
  });

  it('refuses inputs that are not those of the role, as every model does', async () => {
    await imported(writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork()));
    const [member] = (await loaded()).members;
    const error = await rejectionOf(member!.predict({ stack: { shape: [1, 3, 4, 4], data: new Float32Array(48) } }));
    expect(error.code).to.equal('RUNTIME_INPUT_SHAPE_UNFIT');
  });

  it('takes files of weights along that lie beside the model', async () => {
    const source = join(folder(), 'source');
    mkdirSync(source);
    const run = await imported(writeOnnxWithData(source, heatmapNetwork()));
    expect(readFileSync(join(run.path, 'head.weight'))).to.deep.equal(readFileSync(join(source, 'head.weight')));
    const data = unitFill('stack', 3 * 64);
    const { heatmaps } = await (await loaded()).members[0]!.predict({ stack: { shape: [1, 3, 8, 8], data } });
    expect(heatmaps!.data).to.deep.equal((await expected(heatmapNetwork(), data)).data);
  });

  it('says which file of weights is missing', async () => {
    const source = join(folder(), 'source');
    mkdirSync(source);
    const path = writeOnnxWithData(source, heatmapNetwork());
    rmSync(join(source, 'head.bias'));
    const error = await rejectionOf(imported(path));
    expect(error.code).to.equal('ONNX_DATA_MISSING');
    expect(error.message).to.equal(
      `${join(source, 'head.bias')}: missing external weights of the model; copy this file next to the model`,
    );
  });

  it('takes region models of several inputs', async () => {
    const network = logitsNetwork(['sagt2', 'axial_centre']);
    const run = await imported(writeOnnx(join(folder(), 'spinal.onnx'), network), { role: 'spinal' });
    expect(run.config.input).to.deep.equal({ slices: 2, resolutionPx: 8, sizeMm: 50 });
    const { architecture } = await loaded();
    expect(architecture.outputs).to.deep.equal([{ name: 'logits', shape: ['n', 3] }]);
  });

  it('refuses other outputs', async () => {
    const path = writeOnnx(join(folder(), 'spinal.onnx'), logitsNetwork(['sagt2', 'axial_centre'], 4));
    const error = await rejectionOf(imported(path, { role: 'spinal' }));
    expect(error.reason).to.contain('output logits: float32 [n, 4] does not fit logits: float32 [n, 3]');
  });

  it('refuses a file that is cut off, and one that is no model', async () => {
    const bytes = readFileSync(writeOnnx(join(folder(), 'whole.onnx'), heatmapNetwork()));
    const cases = { cut: bytes.subarray(0, bytes.length - 200), empty: new Uint8Array(), text: 'no model' };
    for (const [name, content] of Object.entries(cases)) {
      const path = join(folder(), `${name}.onnx`);
      writeFileSync(path, content);
      const error = await rejectionOf(imported(path));
      expect(error.code, name).to.equal('ONNX_UNREADABLE');
      expect(error.where.file).to.equal(path);
      expect(error.reason).to.match(
        /^ONNX Runtime cannot load the model \(.+\); it may be truncated: copy or export it again$/s,
      );
    }
    expect((await rejectionOf(imported(join(folder(), 'absent.onnx')))).code).to.equal('ONNX_UNREADABLE');
  });

  it('notices that a file is not the one that was imported', async () => {
    const run = await imported(writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork()));
    const { identity } = await opened();
    expect(identity.folds).to.deep.equal([{ fold: 1, sha256: run.config.architecture.sha256 }]);
    writeFileSync(join(run.path, 'maps.onnx'), 'another');
    const error = await rejectionOf(opened());
    expect(error.code).to.equal('ONNX_CHANGED');
    expect(error.reason).to.match(
      /^the SHA-256 of the file is [0-9a-f]{12}\.\.\., but [0-9a-f]{12}\.\.\. was imported and checked; /,
    );
  });

  it('refuses a file that fails when it is tried, or gives other shapes than it says', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
    const pretending = (run: ModelFile['run']) => ({
      openFile: async () => ({
        inputs: [{ name: 'stack', elements: 'float32', shape: ['n', 3, 8, 8] }],
        outputs: [{ name: 'heatmaps', elements: 'float32', shape: ['n', '', '', ''] }],
        run,
        release: async () => {},
      }),
    });
    const failing = pretending(() => Promise.reject(new Error('a node is broken')));
    const failed = await rejectionOf(imported(path, { runtime: failing }));
    expect(failed.code).to.equal('ONNX_TRIAL_FAILED');
    expect(failed.reason).to.equal(
      'the model failed on zeros of its input shapes (a node is broken); export it again for inference',
    );
    const flat = pretending(async () => ({ heatmaps: { shape: [1, 5], data: new Float32Array(5) } }));
    const unfit = await rejectionOf(imported(path, { runtime: flat }));
    expect(unfit.code).to.equal('ONNX_OUTPUT_UNFIT');
    expect(unfit.reason).to.equal(
      'output heatmaps of model maps.onnx has shape [1, 5], expected [n, any, any, any]; export the model with this output',
    );
  });

  it('has one fold', async () => {
    await imported(writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork()));
    const error = await rejectionOf(openModel({ name: 'foreign', path: into(), folds: [1, 2], weights: 'best' }));
    expect(error.code).to.equal('FOLDS_ABSENT');
  });

  it('leaves a run folder that exists, unless told otherwise', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
    await imported(path);
    expect((await rejectionOf(imported(path))).code).to.equal('RUN_FOLDER_EXISTS');
    await imported(path, { overwrite: true });
  });

  it('needs a runtime for ONNX files', async () => {
    const path = writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork());
    expect((await rejectionOf(imported(path, { runtime: fakeRuntime() }))).code).to.equal('ONNX_RUNTIME_NEEDED');
    await imported(path);
    const error = await rejectionOf(loadModels([await opened()], fakeRuntime()));
    expect(error.code).to.equal('ONNX_RUNTIME_NEEDED');
    expect(error.reason).to.equal('model foreign fold 1 is an ONNX file, which needs ONNX Runtime; use --backend onnx');
  });

  it('says what is wrong with a description that was edited', async () => {
    const run = await imported(writeOnnx(join(folder(), 'maps.onnx'), heatmapNetwork()));
    const file = join(run.path, 'config.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('"keypoints"', '"points"').replace('"maps.onnx"', '"../maps.onnx"'),
    );
    const error = await rejectionOf(opened());
    expect(error.code).to.equal('ONNX_CONFIG_INVALID');
    expect(error.where.file).to.equal(file);
    expect(error.reason).to.match(
      /"role" is .*; "file" is .*, expected the name of a file of this folder; import the file again$/,
    );
  });
});
