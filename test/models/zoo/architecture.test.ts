import { expect } from 'chai';
import { type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { parseArchitecture } from '../../../src/models/zoo/parse-architecture.ts';
import { REGION_KINDS, type RegionKind } from '../../../src/models/zoo/region-kinds.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const shapesOf = (list: readonly { name: string; shape: readonly unknown[] }[]) =>
  Object.fromEntries(list.map(({ name, shape }) => [name, shape.join(' x ')]));

describe('architectureOf', () => {
  const described: readonly [ArchitectureConfig, number, Record<string, string>, Record<string, string>][] = [
    [
      { kind: 'keypoints', inChannels: 3, outChannels: 2, encoder: 'resnet34' },
      512,
      { stack: 'n x 3 x 512 x 512' },
      { heatmaps: 'n x 2 x 512 x 512' },
    ],
    [
      { kind: 'spinal', backbone: 'resnet18' },
      128,
      { sagt2: 'n x 5 x 128 x 128', axial_centre: 'n x 5 x 128 x 128' },
      { logits: 'n x 3' },
    ],
    [
      { kind: 'foraminal', backbone: 'convnext_nano', slices: 7 },
      224,
      { sagt1: 'n x 7 x 224 x 224' },
      { logits: 'n x 3' },
    ],
    [
      { kind: 'subarticular', backbone: 'swin_tiny_patch4_window7_224' },
      224,
      { axial: 'n x 5 x 224 x 224' },
      { logits: 'n x 3' },
    ],
    [
      { kind: 'global', backbone: 'resnet18', inChannels: 3, hidden: 8, bidirectional: true },
      64,
      Object.fromEntries(
        ['sagt2', 'sagt1_left', 'sagt1_right', 'axial_left', 'axial_right'].map((name) => [name, 'n x 5 x 64 x 64']),
      ),
      { logits: 'n x 15' },
    ],
    [
      { kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'resnet10_nano' },
      128,
      { stack: 'n x 5 x 128 x 128' },
      { heatmaps: 'n x 5 x 128 x 128' },
    ],
    [
      { kind: 'study', backbone: 'resnet18' },
      128,
      Object.fromEntries(
        ['sagt2', 'sagt1_left', 'sagt1_right', 'axial_left', 'axial_right'].map((name) => [
          name,
          'n x 5 x 5 x 128 x 128',
        ]),
      ),
      { logits: 'n x 75' },
    ],
  ];
  for (const [config, resolutionPx, inputs, outputs] of described)
    it(`says what ${config.kind} takes and gives`, () => {
      const architecture = architectureOf(config, { resolutionPx });
      expect(shapesOf(architecture.inputs)).to.eql(inputs);
      expect(shapesOf(architecture.outputs)).to.eql(outputs);
      expect(architecture.config).to.equal(config);
    });

  const wrong = (given: Record<string, unknown>, resolutionPx = 128) =>
    thrownBy(() => architectureOf(parseArchitecture(given), { resolutionPx }));

  it('gives the input of the last layer of region networks as a second output, if asked', () => {
    const featuresOf = (kind: RegionKind, features: boolean) =>
      shapesOf(architectureOf({ kind, backbone: 'resnet18', hidden: 8 }, { resolutionPx: 32, features }).outputs);
    expect(Object.fromEntries(REGION_KINDS.map((kind) => [kind, featuresOf(kind, true).features]))).to.deep.equal({
      spinal: 'n x 16',
      spinal_axial: 'n x 8',
      foraminal: 'n x 8',
      subarticular: 'n x 8',
      global: 'n x 40',
      study: 'n x 25 x 8',
    });
    expect(Object.keys(featuresOf('study', true))).to.deep.equal(['logits', 'features']);
    expect(Object.keys(featuresOf('study', false))).to.deep.equal(['logits']);
  });

  it('names the nearest kind, backbone and encoder', () => {
    const kind = wrong({ kind: 'spinel', backbone: 'resnet18' });
    expect(kind.code).to.equal('MODEL_NAME_UNKNOWN');
    expect(kind.reason).to.equal(
      'unknown kind of model "spinel"; did you mean "spinal"? (known: foraminal, global, keypoints, level_2, spinal, spinal_axial, study, subarticular)',
    );
    expect(wrong({ kind: 'global', backbone: 'resnet81' }).reason).to.equal(
      'unknown backbone "resnet81"; did you mean "resnet18"? (known: convnext_nano, resnet10_nano, resnet18, swin_tiny_patch4_window7_224)',
    );
    expect(wrong({ kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'vgg' }).reason).to.equal(
      'unknown encoder "vgg"; known: resnet10_nano, resnet18, resnet34',
    );
  });

  it('refuses a name that is no text', () => {
    expect(wrong({ kind: 7 }).reason).to.match(/^unknown kind of model 7/);
    expect(wrong({}).reason).to.match(/^unknown kind of model undefined/);
  });

  it('refuses sizes that a network cannot take', () => {
    const keypoints = wrong({ kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'resnet34' }, 500);
    expect(keypoints.code).to.equal('MODEL_RESOLUTION_UNFIT');
    expect(keypoints.reason).to.equal(
      'the keypoint network does not support 500 x 500 pixels; expected a multiple of 16',
    );
    expect(wrong({ kind: 'spinal', backbone: 'swin_tiny_patch4_window7_224' }, 128).reason).to.equal(
      'swin_tiny_patch4_window7_224 does not support 128 x 128 pixels; expected a multiple of 224',
    );
  });

  it('refuses counts that make no network', () => {
    const config = { kind: 'spinal', backbone: 'resnet18', slices: 3, inChannels: 4 } as const;
    const error = thrownBy(() => architectureOf(config, { resolutionPx: 128 }));
    expect(error.code).to.equal('MODEL_OPTION_UNFIT');
    expect(error.reason).to.equal(
      'spinal: inChannels is 4, expected at most the 3 slices; correct it in the configuration of the model',
    );
    const size = thrownBy(() => architectureOf({ kind: 'spinal', backbone: 'resnet18' }, { resolutionPx: 0.5 }));
    expect(size.reason).to.equal(
      'the network: resolutionPx is 0.5, expected an integer, at least 1; correct it in the configuration of the model',
    );
  });

  it('lists every complaint about an option of a configuration', () => {
    const error = wrong({ kind: 'spinal', backbone: 'resnet18', slices: 0, colour: true });
    expect(error.code).to.equal('MODEL_CONFIGURATION_UNFIT');
    expect(error.reason).to.match(
      /^invalid configuration of a spinal model: "slices" is 0 .*; .*"colour".*; correct "architecture" in config.json$/,
    );
  });

  it('takes every kind that a configuration may name', () => {
    for (const kind of ['spinal', 'foraminal', 'subarticular', 'global', 'study'])
      expect(parseArchitecture({ kind, backbone: 'resnet18' })).to.eql({ kind, backbone: 'resnet18' });
  });
});
