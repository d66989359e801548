import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ImportBackboneOptions, importBackbone } from '../../src/models/import-backbone.ts';
import { loadFold } from '../../src/models/weights/run-folder.ts';
import { writeSafetensors } from '../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict, WeightArray } from '../../src/models/weights/state-dict.ts';
import { architectureOf, type ImageConfig } from '../../src/models/zoo/architecture.ts';
import { backboneNetwork } from '../../src/models/zoo/backbone-network.ts';
import { initialWeights } from '../../src/models/zoo/initial-weights.ts';
import { filledWeights } from '../support/filled-weights.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const SPINAL = { kind: 'spinal', backbone: 'resnet18', hidden: 8 } as const;
const INPUT = { slices: 5, resolutionPx: 32 };
const linear = (out: number, inputs: number): WeightArray => ({
  dtype: 'float32',
  shape: [out, inputs],
  data: new Float32Array(out * inputs),
});

/** A classifier of colour pictures, as ImageNet checkpoints are. */
const classifierOf = (config: ImageConfig, head: string, features: number): StateDict =>
  new Map([
    ...filledWeights(backboneNetwork({ ...config, inChannels: 3 }, INPUT)),
    [`${head}.weight`, linear(10, features)],
    [`${head}.bias`, { dtype: 'float32', shape: [10], data: new Float32Array(10) }],
  ]);

describe('importBackbone', () => {
  const resnet = classifierOf(SPINAL, 'fc', 512);
  const folder = temporaryFolder();
  const imported = async (
    weights: StateDict,
    architecture: ImageConfig = SPINAL,
    options: Partial<ImportBackboneOptions> = {},
  ) => {
    const file = join(folder(), 'imagenet.safetensors');
    await writeSafetensors(file, weights);
    const description = { architecture: { ...architecture }, input: INPUT };
    return importBackbone(file, description, { into: join(folder(), 'start'), ...options });
  };

  it('puts the backbone into every place where it stands, and initial weights round it', async () => {
    const run = await imported(resnet);
    const weights = await loadFold(run, 1);
    for (const place of ['model_sagt2.model', 'model_axi.model']) {
      expect(weights.get(`${place}.layer4.1.bn2.running_var`)).to.deep.equal(resnet.get('layer4.1.bn2.running_var'));
      const folded = weights.get(`${place}.conv1.weight`)!;
      expect(folded.shape).to.deep.equal([64, 1, 7, 7]);
      const colours = [0, 49, 98].map((at) => Number(resnet.get('conv1.weight')!.data[at]));
      expect(folded.data[0]).to.equal(Math.fround(Math.fround(colours[0]! + colours[1]!) + colours[2]!));
    }
    const initial = initialWeights(architectureOf(SPINAL, INPUT), { seed: 42 });
    for (const name of ['classifier.weight', 'model_axi.rnn.weight_hh_l1'])
      expect(weights.get(name)).to.deep.equal(initial.get(name));
  });

  it('records where the weights come from', async () => {
    const { config } = await imported(resnet, SPINAL, { seed: 7, name: 'start' });
    expect(config.name).to.equal('start');
    expect(config.source).to.deep.include({
      format: 'backbone of an ImageNet classifier, the rest untrained',
      file: 'imagenet.safetensors',
      backbone: 'resnet18',
      places: ['model_sagt2.model', 'model_axi.model'],
      seed: 7,
    });
    expect(config.source?.sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it('takes a stack of slices for colours', async () => {
    const keypoints = { kind: 'keypoints', encoder: 'resnet18', inChannels: 5, outChannels: 5 } as const;
    const weights = await loadFold(await imported(resnet, keypoints), 1);
    const first = weights.get('unet.encoder.conv1.weight')!;
    expect(first.shape).to.deep.equal([64, 5, 7, 7]);
    expect(first.data[3 * 49]).to.equal(Math.fround(Number(resnet.get('conv1.weight')!.data[0]) * Math.fround(0.6)));
  });

  it('takes matrices for 1 x 1 convolutions', async () => {
    const convnext = { kind: 'foraminal', backbone: 'convnext_nano', hidden: 8 } as const;
    const classifier = new Map(classifierOf(convnext, 'head.fc', 640));
    const name = 'stages.0.blocks.0.mlp.fc1.weight';
    const { data } = classifier.get(name)!;
    if (!(data instanceof Float32Array)) throw new Error('weights are float32');
    classifier.set(name, { dtype: 'float32', shape: [320, 80], data });
    const weights = await loadFold(await imported(classifier, convnext), 1);
    expect(weights.get(`model.model.${name}`)).to.deep.include({ shape: [320, 80, 1, 1] });
  });

  it('refuses a checkpoint that does not fit, naming what differs, and writes nothing', async () => {
    const error = await rejectionOf(imported(new Map([...resnet].slice(1))));
    expect(error.code).to.equal('MODEL_WEIGHTS_UNFIT');
    expect(error.where.file).to.equal(join(folder(), 'imagenet.safetensors'));
    expect(error.reason).to.match(/^the weights do not match resnet18; .*\nmissing \(\d+\):\n {2}conv1\.weight/);
    expect(existsSync(join(folder(), 'start'))).to.equal(false);
  });

  it('names the nearest of an unknown backbone', async () => {
    const file = join(folder(), 'any.safetensors');
    const description = { architecture: { kind: 'spinal', backbone: 'resnet81' }, input: INPUT };
    const error = await rejectionOf(importBackbone(file, description, { into: join(folder(), 'start') }));
    expect(error.code).to.equal('MODEL_NAME_UNKNOWN');
    expect(error.reason).to.contain('did you mean "resnet18"?');
  });
});
