// Written by `npm run generate` from the files of this folder.
import { contrast } from './contrast.ts';
import { cutmix } from './cutmix.ts';
import type { AugmentationInfo } from './define-augmentation.ts';
import { gamma } from './gamma.ts';
import { incomplete } from './incomplete.ts';
import { mirror } from './mirror.ts';
import { mixup } from './mixup.ts';

/** Augmentations by the names that experiment files use, in the order of their application. */
export const AUGMENTATIONS: readonly AugmentationInfo[] = [contrast, cutmix, gamma, incomplete, mirror, mixup];
