import { expect } from 'chai';
import { backboneWeights } from '../../../src/models/weights/backbone-names.ts';
import type { WeightArray } from '../../../src/models/weights/state-dict.ts';

const array: WeightArray = { dtype: 'float32', shape: [1], data: Float32Array.of(1) };
const renamed = (...names: readonly string[]): readonly string[] => [
  ...backboneWeights(new Map(names.map((name) => [name, array]))).keys(),
];

describe('backboneWeights', () => {
  it('drops the classifier', () => {
    expect(renamed('conv1.weight', 'fc.weight', 'fc.bias')).to.deep.equal(['conv1.weight']);
    expect(renamed('stem.0.weight', 'head.norm.weight', 'head.fc.weight')).to.deep.equal([
      'stem.0.weight',
      'head.norm.weight',
    ]);
  });

  it('drops buffers that follow from the architecture', () => {
    const names = ['layers.0.blocks.1.attn_mask', 'layers.0.blocks.0.attn.relative_position_index'];
    expect(renamed('patch_embed.proj.weight', ...names)).to.deep.equal(['patch_embed.proj.weight']);
  });

  it('moves what halves the map of a Swin to the stage that it begins', () => {
    expect(
      renamed('layers.0.downsample.norm.weight', 'layers.2.downsample.reduction.weight', 'norm.bias'),
    ).to.deep.equal(['layers.1.downsample.norm.weight', 'layers.3.downsample.reduction.weight', 'norm.bias']);
    expect(renamed('layers.1.downsample.norm.weight')).to.deep.equal(['layers.1.downsample.norm.weight']);
  });

  it("knows torchvision's Swin", () => {
    expect(
      renamed(
        'features.0.0.weight',
        'features.0.2.bias',
        'features.1.0.attn.qkv.weight',
        'features.2.reduction.weight',
        'features.2.norm.bias',
        'features.5.3.mlp.0.weight',
        'features.7.1.mlp.3.bias',
        'norm.weight',
        'head.weight',
      ),
    ).to.deep.equal([
      'patch_embed.proj.weight',
      'patch_embed.norm.bias',
      'layers.0.blocks.0.attn.qkv.weight',
      'layers.1.downsample.reduction.weight',
      'layers.1.downsample.norm.bias',
      'layers.2.blocks.3.mlp.fc1.weight',
      'layers.3.blocks.1.mlp.fc2.bias',
      'norm.weight',
    ]);
  });

  it('knows the ConvNeXt of its authors', () => {
    expect(
      renamed(
        'downsample_layers.0.0.weight',
        'downsample_layers.1.1.bias',
        'stages.2.7.dwconv.weight',
        'stages.0.1.pwconv1.weight',
        'stages.0.1.pwconv2.bias',
        'stages.0.1.gamma',
        'norm.weight',
        'head.weight',
      ),
    ).to.deep.equal([
      'stem.0.weight',
      'stages.1.downsample.1.bias',
      'stages.2.blocks.7.conv_dw.weight',
      'stages.0.blocks.1.mlp.fc1.weight',
      'stages.0.blocks.1.mlp.fc2.bias',
      'stages.0.blocks.1.gamma',
      'head.norm.weight',
    ]);
  });
});
