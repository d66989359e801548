import type { AllOps } from '../gradient/primitives.ts';
import { noParameters } from './recording/record.ts';
import { tfjsOps } from './tfjs-ops.ts';
import { useMode } from './use-mode.ts';
import type { View } from './view.ts';

/** Operations for losses and optimisers. */
export type TrainingOps = AllOps<View>;

/** The operations of losses and of optimisers, eager and differentiable. */
export const trainingOps = (): TrainingOps => tfjsOps(noParameters, useMode);
