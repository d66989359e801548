import { LOCATIONS, SEVERITIES } from '../../domain/vocabulary.ts';
import type { NetworkInput } from '../nn/network.ts';
import type { ImageNetworkConfig } from '../weights/run-folder-config.ts';
import type { ImageConfig } from '../zoo/architecture.ts';
import { ROI_MODELS } from '../zoo/roi-models.ts';
import { STUDY_LEVELS } from '../zoo/study-model.ts';

export type Role = ImageConfig['kind'];

/** Inputs and outputs that a pipeline requires of a model of a role. */
export interface RoleContract {
  readonly inputs: readonly NetworkInput[];
  /** `any` leaves a size to the model. */
  readonly outputs: readonly { readonly name: string; readonly shape: readonly (number | 'n' | 'any')[] }[];
}

export type RoleInput = Omit<ImageNetworkConfig['input'], 'sizeMm'>;

const HEATMAPS = { name: 'heatmaps', shape: ['n', 'any', 'any', 'any'] } as const;
const branchInputs = (role: keyof typeof ROI_MODELS): readonly string[] =>
  ROI_MODELS[role].branches.flatMap(({ inputs }) => [...inputs]);

/**
 * Returns the contract of a role. Keypoint models take [n, slices, rows, columns] and return one heatmap per keypoint, of any size; region models
 * take one region per input, with all levels for the study model, and return logits.
 */
export const contractOf = (role: Role, { slices, resolutionPx }: RoleInput): RoleContract => {
  const picture = [slices, resolutionPx, resolutionPx] as const;
  if (role === 'keypoints') return { inputs: [{ name: 'stack', shape: ['n', ...picture] }], outputs: [HEATMAPS] };
  if (role === 'study')
    return {
      inputs: branchInputs('global').map((name) => ({ name, shape: ['n', STUDY_LEVELS, ...picture] })),
      outputs: [{ name: 'logits', shape: ['n', SEVERITIES.length * LOCATIONS.length] }],
    };
  return {
    inputs: branchInputs(role).map((name) => ({ name, shape: ['n', ...picture] })),
    outputs: [{ name: 'logits', shape: ['n', ROI_MODELS[role].classes] }],
  };
};
