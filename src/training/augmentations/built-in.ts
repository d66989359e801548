// Written by `npm run generate` from the files of this folder.
import { contrast } from './contrast.ts';
import type { AugmentationInfo } from './define-augmentation.ts';
import { gamma } from './gamma.ts';

/** Augmentations by the names that experiment files use, in the order in which they are applied. */
export const AUGMENTATIONS: readonly AugmentationInfo[] = [contrast, gamma];
