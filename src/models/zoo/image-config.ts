import type { ArchitectureConfig, ImageConfig } from './architecture.ts';
import { imagesUnseen } from './errors.ts';

/** The configuration of a network that sees images. @throws MODEL_WITHOUT_IMAGES for a level-2 network */
export const imageConfig = (config: ArchitectureConfig): ImageConfig => {
  if (config.kind === 'level_2') throw imagesUnseen(config.kind);
  return config;
};
