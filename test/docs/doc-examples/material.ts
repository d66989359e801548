import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { backboneNetwork } from '../../../src/models/zoo/backbone-network.ts';
import { makePhantoms } from '../../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../../src/run/grade-studies.ts';
import { loadExperiments } from '../../../src/training/experiment/load-experiments.ts';
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { dict, floats, legacy, tensor, text } from '../../models/weights/support/pickle.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { ROOT } from './public-names.ts';

const STUDIES = { studies: 5, seed: 1, quirks: false };

/** An experiment that trains in seconds. */
const EXPERIMENT = `name: keypoints
model:
  architecture: { kind: keypoints, encoder: resnet10_nano, inChannels: 3, outChannels: 5 }
  resolutionPx: 32
  pretrained: none
steps:
  - load-series: {}
  - label-keypoints: { conditions: spinal, as: sagt2 }
  - label-anchors: { keypoints: sagt2, as: sagt2 }
  - select-slices: { instances: sagt2, slices: 3, as: sagt2 }
  - normalise: { selections: sagt2, resolutionPx: 32, as: sagt2 }
samples:
  heatmaps: { stacks: sagt2, keypoints: sagt2, stdPx: 2 }
folds: { count: 2 }
training:
  epochs: 1
  batch: 2
  learningRate: 0.001
`;

/** The configuration of a run folder of the original training code. */
const ORIGINAL = {
  model: { type: 'SpinalROIModel', args: { base_model: 'resnet18', num_classes: 3 } },
  dataset: { args: { img_num: 5, roi_size: 50, resolution: 128 } },
};

const classifier = async (file: string): Promise<void> => {
  const config = { kind: 'spinal', backbone: 'resnet10_nano', inChannels: 3 } as const;
  await writeSafetensors(file, filledWeights(backboneNetwork(config, { resolutionPx: 32 })));
};

const original = async (folder: string): Promise<void> => {
  await mkdir(folder);
  await writeFile(join(folder, 'config.json'), JSON.stringify(ORIGINAL));
  const weights = dict([text('w'), tensor({ key: '0', count: 1, shape: [1], stride: [1] })]);
  await writeFile(join(folder, 'spinal-cv1_best.pt'), legacy(weights, [{ key: '0', count: 1, bytes: floats(1) }]));
};

const trained = async (folder: string): Promise<void> => {
  const { experiments } = await loadExperiments(join(folder, 'keypoints.yaml'), {});
  await trainExperiments(experiments, {
    data: join(folder, 'data'),
    out: join(folder, 'trained'),
    fold: 1,
    existing: 'refuse',
    checkpointEveryMs: 600_000,
    now: () => 0,
    date: () => new Date(0),
    stop: new AbortController().signal,
    startEngine: (options) => startOnnxEngine(options),
  });
};

/** What the examples take for given: studies with labels, weights of other programs, an experiment and what it trained, a run. */
export const writeMaterial = async (folder: string): Promise<void> => {
  await makePhantoms({ ...STUDIES, out: join(folder, 'data') });
  await classifier(join(folder, 'imagenet.safetensors'));
  await original(join(folder, 'original'));
  await writeFile(join(folder, 'keypoints.yaml'), EXPERIMENT);
  await trained(folder);
  const models = join(ROOT, 'weights/nano');
  await gradeStudies({ pipeline: 'demo', studies: join(folder, 'data'), models, out: join(folder, 'results') });
  await symlink(join(ROOT, 'weights'), join(folder, 'weights'));
};

const NAMES = ['data', 'weights', 'imagenet.safetensors', 'original', 'keypoints.yaml', 'trained', 'results'];

export const linkMaterial = async (from: string, to: string): Promise<void> => {
  for (const name of NAMES) await symlink(join(from, name), join(to, name));
};
