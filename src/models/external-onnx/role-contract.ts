import { LOCATIONS, SEVERITIES } from '../../domain/vocabulary.ts';
import type { NetworkInput } from '../nn/network.ts';
import type { ArchitectureConfig } from '../zoo/architecture.ts';
import { ROI_MODELS } from '../zoo/roi-models.ts';
import { STUDY_LEVELS } from '../zoo/study-model.ts';

export type Role = ArchitectureConfig['kind'];

/** What a pipeline gives to a model of a role, and what it wants of it. */
export interface RoleContract {
  readonly inputs: readonly NetworkInput[];
  /** A size that is left to the model is `any`. */
  readonly outputs: readonly { readonly name: string; readonly shape: readonly (number | 'n' | 'any')[] }[];
}

export interface RoleInput {
  /** Slices of a stack or region. */
  readonly slices: number;
  /** Rows and columns. */
  readonly resolutionPx: number;
}

const HEATMAPS = { name: 'heatmaps', shape: ['n', 'any', 'any', 'any'] } as const;
const branchInputs = (role: keyof typeof ROI_MODELS): readonly string[] =>
  ROI_MODELS[role].branches.flatMap(({ inputs }) => [...inputs]);

/**
 * The contract of a role. Keypoint models see [n, slices, rows, columns] and give a heatmap a keypoint, of any size; region models see
 * one region an input, all levels of it for the study model, and give logits.
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
