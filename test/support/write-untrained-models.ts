import { join } from 'node:path';
import { writeRunFolder } from '../../src/models/weights/run-folder.ts';
import { architectureOf, type ImageConfig } from '../../src/models/zoo/architecture.ts';
import type { BackboneName } from '../../src/models/zoo/backbones.ts';
import type { ModelInput } from '../../src/models/zoo/usual-input.ts';
import { filledWeights } from './filled-weights.ts';

export interface ModelShape {
  readonly architecture: ImageConfig;
  readonly input: ModelInput;
}

const keypoints = (inChannels: number, outChannels: number): ModelShape => ({
  architecture: { kind: 'keypoints', encoder: 'resnet34', inChannels, outChannels },
  input: { slices: inChannels, resolutionPx: 512 },
});
type RegionKind = 'spinal' | 'foraminal' | 'subarticular' | 'global';

const regions = (kind: RegionKind, backbone: BackboneName, resolutionPx: number): ModelShape => ({
  architecture: { kind, backbone },
  input: { slices: 5, resolutionPx, sizeMm: 50 },
});
const onResnet18 = (kind: RegionKind) => regions(kind, 'resnet18', 128);
const onSwinTiny = (kind: RegionKind) => regions(kind, 'swin_tiny_patch4_window7_224', 224);
const onConvnextNano = (kind: RegionKind) => regions(kind, 'convnext_nano', 224);

/** Models of the smaller shipped pipelines, by run folder name. */
export const SHIPPED_MODELS = {
  coord_sagt2: keypoints(5, 5),
  coord_sagt1: keypoints(3, 5),
  coord_axi: keypoints(3, 2),
  spinal_resnet18: onResnet18('spinal'),
  foraminal_resnet18: onResnet18('foraminal'),
  subarticular_resnet18: onResnet18('subarticular'),
  global_resnet18: onResnet18('global'),
} satisfies Readonly<Record<string, ModelShape>>;

/** Models of `rsna-2024-9th`, one fold of each. */
export const ENSEMBLE_MODELS: Readonly<Record<string, ModelShape>> = {
  ...SHIPPED_MODELS,
  spinal_swin_tiny: onSwinTiny('spinal'),
  foraminal_swin_tiny: onSwinTiny('foraminal'),
  subarticular_swin_tiny: onSwinTiny('subarticular'),
  global_swin_tiny: onSwinTiny('global'),
  spinal_convnext_nano: onConvnextNano('spinal'),
  foraminal_convnext_nano: onConvnextNano('foraminal'),
  subarticular_convnext_nano: onConvnextNano('subarticular'),
  global_convnext_nano: onConvnextNano('global'),
};

export interface UntrainedModelsOptions {
  /** Folder of run folders. */
  readonly into: string;
  /** Default: the models of the smaller shipped pipelines. */
  readonly models?: Readonly<Record<string, ModelShape>>;
  readonly overwrite?: boolean;
  readonly onModel?: (name: string) => void;
}

/**
 * Writes run folders with dummy weights derived from the parameters' names: they detect and grade nothing, but run at the speed of trained ones, and
 * a network elsewhere with the same weights gives the same numbers.
 */
export const writeUntrainedModels = async ({
  into,
  models = SHIPPED_MODELS,
  overwrite = false,
  onModel,
}: UntrainedModelsOptions): Promise<void> => {
  for (const [name, { architecture, input }] of Object.entries(models)) {
    const weights = filledWeights(architectureOf(architecture, { resolutionPx: input.resolutionPx }));
    const config = { name, architecture: { ...architecture }, input, source: { format: 'untrained' } };
    await writeRunFolder(join(into, name), { config, folds: [{ fold: 1, which: 'best', weights }] }, { overwrite });
    onModel?.(name);
  }
};
