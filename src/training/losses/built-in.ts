// Written by `npm run generate` from the files of this folder.
import { anySevereInfo } from './any-severe.ts';
import { crossEntropyLoss } from './cross-entropy.ts';
import type { LossInfo } from './define-loss.ts';
import { meanSquaredErrorLoss } from './mean-squared-error.ts';
import { smoothedCrossEntropyLoss } from './smoothed-cross-entropy.ts';

/** Losses by the names that experiment files use. */
export const LOSSES: readonly LossInfo[] = [
  anySevereInfo,
  crossEntropyLoss,
  meanSquaredErrorLoss,
  smoothedCrossEntropyLoss,
];
