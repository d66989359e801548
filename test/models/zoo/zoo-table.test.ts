import { expect } from 'chai';
import { summaryOf } from '../../../src/models/nn/shapes.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { BACKBONES } from '../../../src/models/zoo/backbones.ts';
import { REGION_KINDS } from '../../../src/models/zoo/region-kinds.ts';
import { RESNETS } from '../../../src/models/zoo/resnet.ts';
import { level2Table, zooTable } from '../../../src/models/zoo/zoo-table.ts';

const RESNET18_BACKBONE = 11_170_240; // 11,689,512 of torchvision's, less fc (513,000) and two colours of conv1 (6,272)

describe('zooTable', () => {
  const zoo = zooTable();

  it('has every kind of model with every backbone that it takes', () => {
    const names = zoo.map(({ architecture: a }) => `${a.kind} ${a.kind === 'keypoints' ? a.encoder : a.backbone}`);
    expect(names).to.deep.equal([
      ...Object.keys(RESNETS).map((encoder) => `keypoints ${encoder}`),
      ...REGION_KINDS.flatMap((kind) => Object.keys(BACKBONES).map((backbone) => `${kind} ${backbone}`)),
    ]);
  });

  it('gives a narrower encoder a narrower decoder', () => {
    const width = (encoder: string) => {
      const entry = zoo.find(({ architecture: a }) => a.kind === 'keypoints' && a.encoder === encoder)!;
      const { parameters } = summaryOf(architectureOf(entry.architecture, { resolutionPx: entry.resolutionPx }));
      const shapeOf = (name: string) => parameters.find((one) => one.name === `unet.${name}.weight`)!.shape;
      return { deep: shapeOf('decoder.aspp.0.project.0')[0], detail: shapeOf('decoder.block1.0')[0] };
    };
    expect(width('resnet34')).to.deep.equal({ deep: 256, detail: 48 });
    expect(width('resnet10_nano')).to.deep.equal({ deep: 64, detail: 12 });
  });

  it('shows the nano networks small pictures', () => {
    const sizes = zoo.flatMap(({ architecture: a, resolutionPx }) =>
      (a.kind === 'keypoints' ? a.encoder : a.backbone) === 'resnet10_nano' ? [`${a.kind} ${resolutionPx}`] : [],
    );
    expect(sizes).to.deep.equal(['keypoints 256', ...REGION_KINDS.map((kind) => `${kind} 64`)]);
  });

  it('counts what is trained, what is computed and what is kept', () => {
    const foraminal = zoo.find(({ architecture: a }) => a.kind === 'foraminal' && a.backbone === 'resnet18');
    const gru = 3 * 512 * (512 + 512 + 2) * 2; // two layers: weights and two biases of three gates
    const parameters = RESNET18_BACKBONE + gru + 3 * 512 + 3;
    const statistics = 2 * 4800; // mean and variance of 4,800 normed channels
    expect(foraminal).to.deep.include({
      parameters,
      weightBytes: 4 * (parameters + statistics) + 8 * 20,
      resolutionPx: 128,
    });
    expect(foraminal!.inputs).to.deep.equal([{ name: 'sagt1', shape: ['n', 5, 128, 128] }]);
    expect(foraminal!.outputs).to.deep.equal([{ name: 'logits', shape: ['n', 3] }]);
    // 5 slices of 0.565 G (1.814 G of colour pictures at 224, times (128 / 224)^2, less two colours of conv1), and little else
    expect(foraminal!.multiplyAdds).to.be.within(2.8e9, 2.9e9);
  });
});

describe('level2Table', () => {
  it('has each layer, with the logits that it combines', () => {
    const [mlp, gru] = level2Table();
    const logits = { spinal: 3, foraminal: 6, subarticular: 6 };
    const inputs = Object.entries(logits).map(([name, length]) => ({ name, shape: ['n', 5, length] }));
    // 15 logits of a level to 32, and those to 15; with biases
    const parameters = 15 * 32 + 32 + 32 * 15 + 15;
    expect(mlp).to.deep.include({ inputs, parameters, outputs: [{ name: 'logits', shape: ['n', 75] }] });
    expect([mlp, gru].map((one) => one?.architecture.layer)).to.deep.equal(['mlp', 'gru']);
  });
});
