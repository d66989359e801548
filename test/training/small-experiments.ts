import { checkExperiment } from '../../src/training/experiment/check-experiment.ts';
import type { Experiment } from '../../src/training/experiment/experiment.ts';
import { startOnnxEngine } from '../../src/training/onnx-engine.ts';
import type { TrainOptions } from '../../src/training/run/train-experiments.ts';

/** What trainings have in common where nothing else is said: one thread, and a checkpoint at the end of an epoch only. */
export const trainOptions = (): Omit<TrainOptions, 'data' | 'out'> => ({
  existing: 'refuse',
  startEngine: (options) => startOnnxEngine({ ...options, threads: 1 }),
  now: () => performance.now(),
  date: () => new Date(0),
  stop: new AbortController().signal,
  checkpointEveryMs: 600_000,
});

/** A foraminal network on 32 x 32 pixels. */
export const FORAMINAL = `name: foraminal
model:
  architecture: { kind: foraminal, backbone: resnet18, slices: 2, hidden: 8 }
  resolutionPx: 32
  pretrained: none
steps:
  - load-series: {}
  - label-keypoints: { conditions: foraminal, as: sagt1 }
  - select-slices: { keypoints: sagt1, slices: 2, as: sagt1 }
  - crop-rois: { keypoints: sagt1, selections: sagt1, resolutionPx: 32, as: sagt1 }
samples:
  grades: { rois: { sagt1: sagt1 } }
folds: { count: 3, seed: 42 }
training:
  epochs: 2
  batch: 8
  learningRate: 0.002
`;

/** A keypoint network on 32 x 32 pixels. */
export const KEYPOINTS = `name: keypoints
model:
  architecture: { kind: keypoints, encoder: resnet18, inChannels: 3, outChannels: 5 }
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
augmentation: { shuffleProbability: 0.5 }
folds: { count: 3 }
training:
  epochs: 2
  batch: 2
  learningRate: 0.001
  schedule: { cosine: {} }
`;

/** The experiment of a text, which has to be without error. */
export const experimentOf = (text: string): Experiment => {
  const { experiment, diagnostics } = checkExperiment(text, 'test.yaml', {});
  if (experiment === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return experiment;
};

/** The text with a line of it replaced, or with one more line under a section. */
export const withLine = (text: string, old: string, changed: string): string => {
  if (!text.includes(old)) throw new Error(`the experiment has no "${old}"`);
  return text.replace(old, changed);
};
