import { expect } from 'chai';
import type { Tensor } from '../../../../src/domain/image.ts';
import { atBatch } from '../../../../src/models/nn/dim.ts';
import type { Network } from '../../../../src/models/nn/network.ts';
import type { Ops } from '../../../../src/models/nn/ops.ts';
import { type Scope, scopeOf } from '../../../../src/models/nn/scope.ts';
import type { Runtime, Tensors } from '../../../../src/models/runtime/runtime.ts';
import { startTfjsRuntime } from '../../../../src/models/runtime/tfjs/tfjs-runtime.ts';
import { architectureOf } from '../../../../src/models/zoo/architecture.ts';
import { convnextFeatures } from '../../../../src/models/zoo/convnext.ts';
import { deepLabV3Plus } from '../../../../src/models/zoo/deeplab-v3-plus.ts';
import { roiFeatures } from '../../../../src/models/zoo/roi-features.ts';
import { ROI_MODELS, roiModel } from '../../../../src/models/zoo/roi-models.ts';
import { studyModel } from '../../../../src/models/zoo/study-model.ts';
import { swinFeatures } from '../../../../src/models/zoo/swin.ts';
import { transformerEncoder } from '../../../../src/models/zoo/transformer-encoder.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { testRuntime } from '../../../support/test-runtime.ts';
import { tensorOf } from './eager.ts';
import { testBackends } from './test-backends.ts';

/** A few layers of a family of the zoo. */
const tiny = (shape: readonly (number | 'n')[], build: <T>(at: Scope<T>, x: T) => T): Network => ({
  name: 'a tiny network',
  inputs: [{ name: 'x', shape }],
  outputNames: ['y'],
  build: <T>(nn: Ops<T>, [x]: readonly T[]) => [build(scopeOf(nn), x!)],
});

const swin = swinFeatures({ depths: [2, 2], heads: [2, 4], dim: 8, windowPx: 4, dropPath: 0.1 });
const convnext = convnextFeatures({ depths: [1, 1, 1, 1], dims: [4, 8, 12, 16] });
const extractor = { backbone: convnext, inChannels: 1, recurrent: { hidden: 8, layers: 2, bidirectional: false } };
const REGIONS = ['sagt2', 'sagt1_left', 'sagt1_right', 'axial_left', 'axial_right'];

const NETWORKS: Record<string, Network> = {
  'DeepLabV3+': tiny(['n', 2, 32, 48], (at, x) =>
    deepLabV3Plus(at, x, { encoder: { depths: [1, 1, 1, 1], channels: [4, 8, 12, 16] }, outChannels: 2 }),
  ),
  'nano keypoint network': architectureOf(
    { kind: 'keypoints', encoder: 'resnet10_nano', inChannels: 3, outChannels: 2 },
    { resolutionPx: 32 },
  ),
  'nano region model': architectureOf({ kind: 'spinal', backbone: 'resnet10_nano', hidden: 8 }, { resolutionPx: 32 }),
  'Swin, with shifted windows': tiny(['n', 1, 32, 32], swin),
  ConvNeXt: tiny(['n', 1, 64, 32], convnext),
  '2.5D extractor, both directions': tiny(['n', 3, 32, 32], (at, x) =>
    roiFeatures(at, x, { backbone: convnext, inChannels: 2, recurrent: { hidden: 5, layers: 2, bidirectional: true } }),
  ),
  'transformer encoder': tiny(['n', 5, 8], (at, x) =>
    transformerEncoder(at, x, { layers: 2, heads: 2, wide: 12, dropout: 0.1 }),
  ),
  'global model': {
    name: 'a tiny global model',
    inputs: REGIONS.map((name) => ({ name, shape: ['n', 2, 32, 32] })),
    outputNames: ['logits'],
    build: (nn, inputs) => [roiModel(scopeOf(nn), inputs, { ...ROI_MODELS.global, extractor }).logits],
  },
  'study model': {
    name: 'a tiny study model',
    inputs: REGIONS.map((name) => ({ name, shape: ['n', 5, 2, 32, 32] })),
    outputNames: ['logits'],
    build: (nn, inputs) => [studyModel(scopeOf(nn), inputs, extractor).logits],
  },
};

/** Relative to the largest value. */
const TOL = 1e-4;
const BATCH = 2;

const predicted = async (runtime: Runtime, network: Network, inputs: Tensors): Promise<Tensor> => {
  const model = await runtime.load({ name: network.name, architecture: network, weights: filledWeights(network) });
  const [result] = Object.values(await model.predict(inputs));
  await model.release();
  return result!;
};

const relativeDifference = (a: Tensor, b: Tensor): number => {
  const largest = a.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return a.data.reduce((worst, value, index) => Math.max(worst, Math.abs(value - b.data[index]!)), 0) / largest;
};

for (const backend of testBackends(['wasm', 'cpu']))
  describe(`ONNX Runtime and TensorFlow.js, ${backend}`, () => {
    const onnx = testRuntime();
    const tfjs = testRuntime(() => startTfjsRuntime({ backend }));

    for (const [name, network] of Object.entries(NETWORKS))
      it(`agree on a ${name}`, async () => {
        const given = network.inputs.map(
          (input) => [input.name, tensorOf(input.name, atBatch(input.shape, BATCH))] as const,
        );
        const inputs = Object.fromEntries(given);
        const [a, b] = [await predicted(onnx(), network, inputs), await predicted(tfjs(), network, inputs)];
        expect(b.shape).to.eql(a.shape);
        expect(relativeDifference(a, b)).to.be.below(TOL);
      });
  });
