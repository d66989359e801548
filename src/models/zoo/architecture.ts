import { z } from 'zod';
import type { Network, NetworkOutput } from '../nn/network.ts';
import type { Ops } from '../nn/ops.ts';
import { scopeOf } from '../nn/scope.ts';
import { summaryOf } from '../nn/shapes.ts';
import { BACKBONES, type BackboneEntry, type BackboneName } from './backbones.ts';
import { deepLabV3Plus } from './deeplab-v3-plus.ts';
import { countUnfit, imagesUnseen, resolutionUnfit, unknownName } from './errors.ts';
import { type Level2Config, level2Network } from './level-2.ts';
import { REGION_KINDS, type RegionKind } from './region-kinds.ts';
import { count, requireCount } from './require-count.ts';
import { encoderStarts, RESNETS, type ResNetName } from './resnet.ts';
import type { RoiFeaturesOptions } from './roi-features.ts';
import { type RegionOutputs, ROI_MODELS, type RoiModelVariant, roiModel } from './roi-models.ts';
import { STUDY_LEVELS, studyModel } from './study-model.ts';
import { CLONED_LAYERS } from './transformer-encoder.ts';

const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): [K, ...K[]] =>
  Object.keys(table) as [K, ...K[]]; // the tables are non-empty literals

export const keypointsSchema = z.strictObject({
  kind: z.literal('keypoints'),
  /** Slices of the stack. */
  inChannels: count,
  /** Number of heatmaps. */
  outChannels: count,
  encoder: z.enum(namesOf<ResNetName>(RESNETS)),
});

export const regionSchema = z.strictObject({
  kind: z.enum(REGION_KINDS),
  backbone: z.enum(namesOf<BackboneName>(BACKBONES)),
  /** Neighbouring slices per backbone input. Default 1. */
  inChannels: count.exactOptional(),
  /** Slices of a region. Default 5. */
  slices: count.exactOptional(),
  /** Size of the GRU state. Default 512; 128 for `study`. */
  hidden: count.exactOptional(),
  /** Default false. */
  bidirectional: z.boolean().exactOptional(),
});

type KeypointsConfig = Readonly<z.output<typeof keypointsSchema>>;
type RoiConfig = Readonly<z.output<typeof regionSchema>>;

/** Architecture of a network that sees images. */
export type ImageConfig = KeypointsConfig | RoiConfig;

/** Architecture in config.json of a run folder; the only stored description of a network. */
export type ArchitectureConfig = ImageConfig | Level2Config;

/** The configuration of a network that sees images. @throws MODEL_WITHOUT_IMAGES for a level-2 network */
export const imageConfig = (config: ArchitectureConfig): ImageConfig => {
  if (config.kind === 'level_2') throw imagesUnseen(config.kind);
  return config;
};

/** A network of the zoo. Only the batch 'n' is free. */
export interface Architecture extends Network {
  readonly config: ArchitectureConfig;
  readonly outputs: readonly NetworkOutput[];
}

/** Kinds of networks that see images. */
export const IMAGE_KINDS = ['keypoints', ...REGION_KINDS] as const;
export const KINDS = [...IMAGE_KINDS, 'level_2'] as const;
const HIDDEN = { study: 128, others: 512 } as const;
const GRU_LAYERS = 2;
const OUTPUT_STRIDE = 16;

const withOutputs = (config: ArchitectureConfig, network: Network): Architecture => ({
  ...network,
  config,
  outputs: summaryOf(network).outputs,
});

const known = <K extends string, V>(what: string, name: K, table: Readonly<Record<K, V>>): V => {
  if (!Object.hasOwn(table, name)) throw unknownName(what, name, Object.keys(table));
  return table[name];
};

const keypoints = (config: KeypointsConfig, resolutionPx: number): Network => {
  const { inChannels, outChannels } = config;
  const encoder = known('encoder', config.encoder, RESNETS);
  requireCount('keypoints', 'inChannels', inChannels);
  requireCount('keypoints', 'outChannels', outChannels);
  if (resolutionPx % OUTPUT_STRIDE !== 0)
    throw resolutionUnfit('the keypoint network', resolutionPx, `a multiple of ${OUTPUT_STRIDE}`);
  return {
    name: `keypoints (${config.encoder})`,
    inputs: [{ name: 'stack', shape: ['n', inChannels, resolutionPx, resolutionPx] }],
    outputNames: ['heatmaps'],
    starts: encoderStarts(inChannels),
    build: (nn, [stack]) => [deepLabV3Plus(scopeOf(nn, 'unet'), stack!, { encoder, outChannels })],
  };
};

interface RoiInputs {
  readonly names: readonly string[];
  /** Axes between the batch and the slices. */
  readonly levels: readonly number[];
}

const inputNames = ({ branches }: RoiModelVariant): readonly string[] => branches.flatMap(({ inputs }) => inputs);

const extractorOf = (config: RoiConfig): RoiFeaturesOptions & { slices: number } => {
  const { inChannels = 1, slices = 5, bidirectional = false } = config;
  const hidden = config.hidden ?? (config.kind === 'study' ? HIDDEN.study : HIDDEN.others);
  for (const [option, count] of Object.entries({ inChannels, slices, hidden }))
    requireCount(config.kind, option, count);
  if (inChannels > slices) throw countUnfit(config.kind, 'inChannels', inChannels, `at most the ${slices} slices`);
  const { features } = known('backbone', config.backbone, BACKBONES);
  return { backbone: features, inChannels, slices, recurrent: { hidden, layers: GRU_LAYERS, bidirectional } };
};

interface RoiHead extends RoiInputs {
  readonly compute: <T>(nn: Ops<T>, inputs: readonly T[]) => RegionOutputs<T>;
}

/** Inputs and computation of a model kind, for an extractor. */
const headOf = (kind: RegionKind, extractor: RoiFeaturesOptions): RoiHead => {
  if (kind === 'study')
    return {
      names: inputNames(ROI_MODELS.global),
      levels: [STUDY_LEVELS],
      compute: (nn, inputs) => studyModel(scopeOf(nn), inputs, extractor),
    };
  const variant = ROI_MODELS[kind];
  return {
    names: inputNames(variant),
    levels: [],
    compute: (nn, inputs) => roiModel(scopeOf(nn), inputs, { ...variant, extractor }),
  };
};

const regions = (config: RoiConfig, resolutionPx: number, withFeatures: boolean): Network => {
  const extractor = extractorOf(config);
  const { multipleOfPx, starts = [] }: BackboneEntry = BACKBONES[config.backbone];
  if (resolutionPx % multipleOfPx !== 0)
    throw resolutionUnfit(config.backbone, resolutionPx, `a multiple of ${multipleOfPx}`);
  const { names, levels, compute } = headOf(config.kind, extractor);
  const shape = ['n', ...levels, extractor.slices, resolutionPx, resolutionPx] as const;
  return {
    name: `${config.kind} (${config.backbone})`,
    inputs: names.map((name) => ({ name, shape })),
    outputNames: withFeatures ? ['logits', 'features'] : ['logits'],
    build: (nn, inputs) => {
      const { logits, features } = compute(nn, inputs);
      return withFeatures ? [logits, features] : [logits];
    },
    starts: [...starts, ...CLONED_LAYERS],
  };
};

export interface ArchitectureOptions {
  /** Rows and columns of the images. */
  readonly resolutionPx?: number | undefined;
  /** Whether a region network also gives the input of its last layer, as the output `features`. Default: false. */
  readonly features?: boolean;
}

/**
 * Returns the network that a configuration describes, for square images of a size.
 * @param config  as in `config.json` of a run folder; a level-2 network sees logits, and needs no size
 * @throws SpineError for an unknown kind, backbone or encoder (with the nearest name), or a size or count that does not fit
 *
 * @example
 * import { architectureOf } from 'spinestream/models';
 *
 * const { inputs, outputs } = architectureOf({ kind: 'foraminal', backbone: 'resnet18' }, { resolutionPx: 128 });
 * inputs[0]?.shape; // ['n', 5, 128, 128]
 * outputs[0]?.shape; // ['n', 3]
 */
export const architectureOf = (
  config: ArchitectureConfig,
  { resolutionPx, features = false }: ArchitectureOptions = {},
): Architecture => {
  if (config.kind === 'level_2') return withOutputs(config, level2Network(config));
  requireCount('the network', 'resolutionPx', resolutionPx);
  if (config.kind === 'keypoints') return withOutputs(config, keypoints(config, resolutionPx));
  if (!KINDS.includes(config.kind)) throw unknownName('kind of model', config.kind, KINDS);
  return withOutputs(config, regions(config, resolutionPx, features));
};
