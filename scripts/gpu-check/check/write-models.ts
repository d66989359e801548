import { type ModelShape, SHIPPED_MODELS, writeUntrainedModels } from '../../../test/support/write-untrained-models.ts';
import type { ModelsTask } from './tasks.ts';

const SMALL_PX = 32;

/** Networks of short-pipeline.yaml. */
const SMALL_MODELS: Readonly<Record<string, ModelShape>> = {
  keypoints: {
    architecture: { kind: 'keypoints', encoder: 'resnet10_nano', inChannels: 3, outChannels: 5 },
    input: { slices: 3, resolutionPx: SMALL_PX },
  },
  foraminal: {
    architecture: { kind: 'foraminal', backbone: 'resnet10_nano', hidden: 16 },
    input: { slices: 5, resolutionPx: SMALL_PX, sizeMm: 50 },
  },
};

export const writeModels = async ({ into, small }: ModelsTask): Promise<{ readonly networks: number }> => {
  const models = small ? SMALL_MODELS : SHIPPED_MODELS;
  await writeUntrainedModels({ into, models });
  return { networks: Object.keys(models).length };
};

/** A pipeline that writes probabilities only. */
export const probabilitiesOnly = (pipeline: string): string =>
  pipeline.replace(/^outputs:[\s\S]*/m, 'outputs:\n  - submission: { probabilities: final }\n');

/** A pipeline that grades every level: dummy networks find keypoints anywhere. */
export const everyLevel = (pipeline: string): string =>
  pipeline.replace('project-to-axial: { ', 'project-to-axial: { maxDistanceMm: 100000, ');
