import { expect } from 'chai';
import { type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { initialWeights } from '../../../src/models/zoo/initial-weights.ts';

const weightsOf = (config: ArchitectureConfig, seed = 1) =>
  initialWeights(architectureOf(config, { resolutionPx: 32 }), { seed });

const FORAMINAL = weightsOf({ kind: 'foraminal', backbone: 'resnet18', hidden: 64 });
const STUDY = weightsOf({ kind: 'study', backbone: 'resnet18', hidden: 16 });
const KEYPOINTS = weightsOf({ kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 });

const numbers = (weights: typeof FORAMINAL, name: string): readonly number[] =>
  Array.from(weights.get(name)!.data, Number);

/** Uniform within the bound: nothing outside, the extremes near it, the middle at 0. */
const expectUniform = (values: readonly number[], bound: number): void => {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest)
    .to.be.at.most(bound * (1 + 1e-6))
    .and.above(0.9 * bound);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean)).to.be.below((4 * bound) / Math.sqrt(3 * values.length)); // four standard errors
};

describe('initialWeights', () => {
  it('draws linear layers and their biases by the inputs', () => {
    expectUniform(numbers(FORAMINAL, 'classifier.weight'), 1 / Math.sqrt(64));
    expect(Math.max(...numbers(FORAMINAL, 'classifier.bias').map(Math.abs))).to.be.at.most(1 / Math.sqrt(64));
    expect(numbers(FORAMINAL, 'classifier.bias')).to.satisfy((values: readonly number[]) =>
      values.some((v) => v !== 0),
    );
  });

  it('draws everything recurrent by the size of the state', () => {
    for (const name of ['weight_ih_l0', 'weight_hh_l1', 'bias_ih_l0', 'bias_hh_l1'])
      expectUniform(numbers(FORAMINAL, `model.rnn.${name}`), 1 / Math.sqrt(64));
  });

  it('starts norms at the identity', () => {
    const norm = 'model.model.layer1.0.bn1';
    expect(new Set(numbers(FORAMINAL, `${norm}.weight`))).to.deep.equal(new Set([1]));
    expect(new Set(numbers(FORAMINAL, `${norm}.bias`))).to.deep.equal(new Set([0]));
    expect(new Set(numbers(FORAMINAL, `${norm}.running_mean`))).to.deep.equal(new Set([0]));
    expect(new Set(numbers(FORAMINAL, `${norm}.running_var`))).to.deep.equal(new Set([1]));
    expect(numbers(FORAMINAL, `${norm}.num_batches_tracked`)).to.deep.equal([0]);
  });

  it('draws attention as PyTorch does', () => {
    const place = 'transformer_encoder.layers.0';
    expectUniform(numbers(STUDY, `${place}.self_attn.in_proj_weight`), Math.sqrt(6 / (16 + 48)));
    expect(new Set(numbers(STUDY, `${place}.self_attn.in_proj_bias`))).to.deep.equal(new Set([0]));
    expect(new Set(numbers(STUDY, `${place}.self_attn.out_proj.bias`))).to.deep.equal(new Set([0]));
    expect(new Set(numbers(STUDY, `${place}.norm1.weight`))).to.deep.equal(new Set([1]));
    expectUniform(numbers(STUDY, `${place}.linear1.weight`), 1 / Math.sqrt(16));
  });

  it('draws the decoder of a keypoint model as segmentation_models_pytorch does', () => {
    expectUniform(numbers(KEYPOINTS, 'unet.decoder.block1.0.weight'), Math.sqrt(6 / 64));
    expectUniform(numbers(KEYPOINTS, 'unet.segmentation_head.0.weight'), Math.sqrt(6 / (256 + 5)));
    expect(new Set(numbers(KEYPOINTS, 'unet.segmentation_head.0.bias'))).to.deep.equal(new Set([0]));
  });

  it('follows from the seed', () => {
    const config = { kind: 'foraminal', backbone: 'resnet18', hidden: 64 } as const;
    expect(numbers(weightsOf(config, 1), 'classifier.weight')).to.deep.equal(numbers(FORAMINAL, 'classifier.weight'));
    expect(numbers(weightsOf(config, 2), 'classifier.weight')).to.not.deep.equal(
      numbers(FORAMINAL, 'classifier.weight'),
    );
  });
});
