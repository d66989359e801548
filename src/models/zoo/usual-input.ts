import type { ArchitectureConfig } from './architecture.ts';
import { BACKBONES } from './backbones.ts';

/** What a network sees, as `input` of a run folder's configuration. */
export interface ModelInput {
  /** Slices of a stack or region. */
  readonly slices: number;
  /** Rows and columns. */
  readonly resolutionPx: number;
  /** Side of the square that is cut out; whole slices where it is absent. */
  readonly sizeMm?: number;
}

const KEYPOINTS_PX = 512;
const REGION_SLICES = 5;
const REGION_MM = 50;

/** The input that the method gives to an architecture, but for what is `said`. */
export const usualInput = (config: ArchitectureConfig, said: Partial<ModelInput> = {}): ModelInput =>
  config.kind === 'keypoints'
    ? { slices: config.inChannels, resolutionPx: KEYPOINTS_PX, ...said }
    : {
        slices: config.slices ?? REGION_SLICES,
        resolutionPx: BACKBONES[config.backbone].usualPx,
        sizeMm: REGION_MM,
        ...said,
      };
