import type { ImageNetworkConfig } from '../weights/run-folder-config.ts';
import { type ArchitectureConfig, imageConfig } from './architecture.ts';
import { BACKBONES } from './backbones.ts';
import type { ResNetName } from './resnet.ts';

/** Network input, as `input` of a run folder's configuration. */
export type ModelInput = ImageNetworkConfig['input'];

/** Rows and columns of a keypoint network's input, by its encoder. */
const KEYPOINTS_PX = { resnet10_nano: 256, resnet18: 512, resnet34: 512 } satisfies Record<ResNetName, number>;
const REGION_SLICES = 5;
const REGION_MM = 50;

/** The method's input for an architecture, with overrides from `said`. @throws MODEL_WITHOUT_IMAGES */
export const usualInput = (given: ArchitectureConfig, said: Partial<ModelInput> = {}): ModelInput => {
  const config = imageConfig(given);
  return config.kind === 'keypoints'
    ? { slices: config.inChannels, resolutionPx: KEYPOINTS_PX[config.encoder], ...said }
    : {
        slices: config.slices ?? REGION_SLICES,
        resolutionPx: BACKBONES[config.backbone].usualPx,
        sizeMm: REGION_MM,
        ...said,
      };
};
