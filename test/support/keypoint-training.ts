import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { loadExperiments } from '../../src/training/experiment/load-experiments.ts';
import { startOnnxEngine } from '../../src/training/onnx-engine.ts';
import type { TrainCallbacks } from '../../src/training/run/callbacks/events.ts';
import { type TrainOptions, trainExperiments } from '../../src/training/run/train-experiments.ts';

export interface KeypointTraining {
  readonly folder: string;
  readonly studies: number;
  readonly resolutionPx: number;
  readonly epochs: number;
  readonly callbacks: readonly TrainCallbacks[];
  /** ONNX Runtime by default. */
  readonly startEngine?: TrainOptions['startEngine'];
}

const experimentOf = ({ resolutionPx, epochs }: KeypointTraining): string => `name: keypoints
model:
  architecture: { kind: keypoints, encoder: resnet10_nano, inChannels: 3, outChannels: 5 }
  resolutionPx: ${resolutionPx}
  pretrained: none
steps:
  - load-series: {}
  - label-keypoints: { conditions: spinal, as: sagt2 }
  - label-anchors: { keypoints: sagt2, as: sagt2 }
  - select-slices: { instances: sagt2, slices: 3, as: sagt2 }
  - normalise: { selections: sagt2, resolutionPx: ${resolutionPx}, as: sagt2 }
samples:
  heatmaps: { stacks: sagt2, keypoints: sagt2, stdPx: ${resolutionPx / 16} }
folds: { count: 2 }
training:
  epochs: ${epochs}
  batch: 2
  learningRate: 0.003
  schedule: { cosine: {} }
`;

/** Trains the first fold of a small network of keypoints on phantoms; for pages that look at a real training. */
export const trainKeypoints = async (options: KeypointTraining) => {
  const { folder, studies, callbacks } = options;
  const data = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  await makePhantoms({ studies, seed: 5, out: data, quirks: false });
  const file = join(folder, 'keypoints.yaml');
  await writeFile(file, experimentOf(options));
  const { experiments } = await loadExperiments(file, {});
  return trainExperiments(experiments, {
    ...{ data, out: join(folder, 'models'), fold: 1, existing: 'refuse', checkpointEveryMs: 600_000, callbacks },
    ...{ now: () => performance.now(), date: () => new Date(), stop: new AbortController().signal },
    startEngine: options.startEngine ?? ((given) => startOnnxEngine({ ...given, threads: 1 })),
  });
};
