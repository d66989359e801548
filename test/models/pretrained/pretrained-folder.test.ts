import { createHash } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { importPretrained, loadPretrained, pretrainedFile } from '../../../src/models/pretrained/pretrained-folder.ts';
import { readSafetensors, writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { backboneNetwork } from '../../../src/models/zoo/backbone-network.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const PX = { resolutionPx: 32 };
const colours = filledWeights(backboneNetwork({ kind: 'foraminal', backbone: 'resnet18', inChannels: 3 }, PX));
const classifier: StateDict = new Map([
  ...colours,
  ['fc.weight', { dtype: 'float32', shape: [2, 512], data: new Float32Array(1024) }],
  ['fc.bias', { dtype: 'float32', shape: [2], data: new Float32Array(2) }],
]);

describe('importPretrained', () => {
  const folder = temporaryFolder();
  const source = async (name = 'imagenet.safetensors') => {
    const file = join(folder(), name);
    await writeSafetensors(file, classifier);
    return file;
  };
  const out = () => join(folder(), 'pretrained');

  it('keeps the backbone for colour pictures, without the classifier, and says where it comes from', async () => {
    const file = await source();
    const { file: made, sha256 } = await importPretrained(file, 'resnet18', { folder: out() });
    expect(made).to.equal(pretrainedFile(out(), 'resnet18'));
    const { weights, metadata } = await readSafetensors(made);
    expect(weights).to.deep.equal(colours);
    expect(sha256).to.equal(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    );
    expect(metadata).to.deep.include({ backbone: 'resnet18', source: 'imagenet.safetensors', source_sha256: sha256 });
  });

  it('checks the hash that is given, or that the name of the file says', async () => {
    const file = await source();
    const { sha256 } = await importPretrained(file, 'resnet18', { folder: out() });
    await importPretrained(file, 'resnet18', { folder: out(), sha256: sha256.slice(0, 8).toUpperCase() });
    const given = await rejectionOf(importPretrained(file, 'resnet18', { folder: out(), sha256: 'd63eafa0' }));
    expect([given.code, given.reason]).to.deep.equal([
      'PRETRAINED_HASH_MISMATCH',
      `the SHA-256 is ${sha256}, expected d63eafa0...; the file is damaged or not the expected one: download it again`,
    ]);
    const named = join(folder(), 'resnet18_a1_0-d63eafa0.safetensors');
    await rename(file, named);
    expect((await rejectionOf(importPretrained(named, 'resnet18', { folder: out() }))).code).to.equal(
      'PRETRAINED_HASH_MISMATCH',
    );
  });

  it('refuses the weights of another backbone', async () => {
    const error = await rejectionOf(importPretrained(await source(), 'convnext_nano', { folder: out() }));
    expect(error.code).to.equal('MODEL_WEIGHTS_UNFIT');
  });

  it('serves region networks and keypoint networks alike, folded to their channels', async () => {
    await importPretrained(await source(), 'resnet18', { folder: out() });
    const spinal = await loadPretrained(out(), architectureOf({ kind: 'spinal', backbone: 'resnet18', hidden: 8 }, PX));
    const [r, g, b] = [0, 49, 98].map((at) => Number(colours.get('conv1.weight')!.data[at]));
    for (const place of ['model_sagt2.model', 'model_axi.model']) {
      expect(spinal.get(`${place}.conv1.weight`)!.data[0]).to.equal(Math.fround(Math.fround(r! + g!) + b!));
      expect(spinal.get(`${place}.layer4.1.bn2.running_var`)).to.deep.equal(colours.get('layer4.1.bn2.running_var'));
    }
    expect([...spinal.keys()].every((name) => /^model_(sagt2|axi)\.model\./.test(name))).to.equal(true);
    const keypoints = await loadPretrained(
      out(),
      architectureOf({ kind: 'keypoints', encoder: 'resnet18', inChannels: 5, outChannels: 5 }, PX),
    );
    expect(keypoints.get('unet.encoder.conv1.weight')!.data[3 * 49]).to.equal(
      Math.fround(Number(colours.get('conv1.weight')!.data[0]) * Math.fround(0.6)),
    );
  });

  it('says how to make what is not there', async () => {
    const network = architectureOf({ kind: 'keypoints', encoder: 'resnet34', inChannels: 5, outChannels: 5 }, PX);
    const error = await rejectionOf(loadPretrained(out(), network));
    expect(error.code).to.equal('PRETRAINED_MISSING');
    expect(error.reason).to.equal(
      `no ImageNet weights of resnet34 in this folder; import them with: spinestream import --backbone resnet34 --out ${out()}`,
    );
  });
});
