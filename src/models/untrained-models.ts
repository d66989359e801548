import { join } from 'node:path';
import { type RunFolderConfigInput, writeRunFolder } from './weights/run-folder.ts';
import { type ArchitectureConfig, architectureOf } from './zoo/architecture.ts';
import { filledWeights } from './zoo/filled-weights.ts';

interface ModelShape {
  readonly architecture: ArchitectureConfig;
  readonly input: RunFolderConfigInput['input'];
}

const keypoints = (inChannels: number, outChannels: number): ModelShape => ({
  architecture: { kind: 'keypoints', encoder: 'resnet34', inChannels, outChannels },
  input: { slices: inChannels, resolutionPx: 512 },
});
const regions = (kind: 'spinal' | 'foraminal' | 'subarticular' | 'global'): ModelShape => ({
  architecture: { kind, backbone: 'resnet18' },
  input: { slices: 5, resolutionPx: 128, sizeMm: 50 },
});

/** The models of the shipped pipelines, by the names of their run folders. */
export const SHIPPED_MODELS = {
  coord_sagt2: keypoints(5, 5),
  coord_sagt1: keypoints(3, 5),
  coord_axi: keypoints(3, 2),
  spinal_resnet18: regions('spinal'),
  foraminal_resnet18: regions('foraminal'),
  subarticular_resnet18: regions('subarticular'),
  global_resnet18: regions('global'),
} as const satisfies Readonly<Record<string, ModelShape>>;

export interface UntrainedModelsOptions {
  /** Folder of run folders. */
  readonly into: string;
  readonly overwrite?: boolean;
  readonly onModel?: (name: string) => void;
}

/**
 * Writes run folders with weights that follow from the parameters' names: they find and grade nothing, but everything runs on them,
 * at the speed of trained ones, and a network elsewhere with the same weights gives the same numbers.
 */
export const writeUntrainedModels = async ({ into, overwrite = false, onModel }: UntrainedModelsOptions): Promise<void> => {
  for (const [name, { architecture, input }] of Object.entries<ModelShape>(SHIPPED_MODELS)) {
    const weights = filledWeights(architectureOf(architecture, { resolutionPx: input.resolutionPx }));
    const config = { name, architecture: { ...architecture }, input, source: { format: 'untrained' } };
    await writeRunFolder(join(into, name), { config, folds: [{ fold: 1, which: 'best', weights }] }, { overwrite });
    onModel?.(name);
  }
};
