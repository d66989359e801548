import { expect } from 'chai';
import { parametersOf } from '../../../src/models/nn/shapes.ts';
import { type ArchitectureConfig, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { backboneNetwork, placesOf } from '../../../src/models/zoo/backbone-network.ts';
import { REGION_KINDS } from '../../../src/models/zoo/region-kinds.ts';

const places = (config: ArchitectureConfig, resolutionPx: number): readonly string[] =>
  placesOf(backboneNetwork(config, { resolutionPx }), architectureOf(config, { resolutionPx }));

const PLACES = {
  spinal: ['model_sagt2.model', 'model_axi.model'],
  spinal_axial: ['model.model'],
  foraminal: ['model.model'],
  subarticular: ['model.model'],
  global: ['model_sagt2.model', 'model_sagt1.model', 'model_axi.model'],
  study: ['model_sagt2.model', 'model_sagt1.model', 'model_axi.model'],
};

describe('placesOf', () => {
  for (const kind of REGION_KINDS)
    it(`finds the backbones of a ${kind} model`, () => {
      expect(places({ kind, backbone: 'resnet18' }, 32)).to.deep.equal(PLACES[kind]);
    });

  it('finds backbones of every family, and the encoder of a keypoint model', () => {
    expect(places({ kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, 224)).to.deep.equal(['model.model']);
    expect(places({ kind: 'foraminal', backbone: 'convnext_nano' }, 32)).to.deep.equal(['model.model']);
    const keypoints = { kind: 'keypoints', encoder: 'resnet34', inChannels: 5, outChannels: 5 } as const;
    expect(places(keypoints, 32)).to.deep.equal(['unet.encoder']);
  });
});

describe('backboneNetwork', () => {
  it('sees as many channels as the model gives it', () => {
    const backbone = backboneNetwork(
      { kind: 'spinal', backbone: 'convnext_nano', inChannels: 3 },
      { resolutionPx: 64 },
    );
    expect(backbone.inputs[0]!.shape).to.deep.equal(['n', 3, 64, 64]);
    expect(parametersOf(backbone)[0]).to.deep.include({ name: 'stem.0.weight', shape: [80, 3, 4, 4] });
  });
});
