import type { StateDict, WeightArray } from './state-dict.ts';

type Rename = (name: string) => string;

/** Names of the classifier; the norm before it belongs to the features. */
const isClassifier = (name: string): boolean =>
  name.startsWith('fc.') ||
  name.startsWith('classifier.') ||
  (name.startsWith('head.') && !name.startsWith('head.norm.'));

/** Buffers determined by the architecture; checkpoints store them in different shapes, or not at all. */
const isConstructed = (name: string): boolean => /\.(attn_mask|relative_position_index)$/.test(name);

const shifted =
  (by: number): Rename =>
  (name) =>
    name.replace(/^layers\.(\d+)\.downsample\./, (_, stage: string) => `layers.${Number(stage) + by}.downsample.`);

/** torchvision's Swin lists stages and the layers between them together, and its MLPs as a sequence. */
const fromTorchvisionSwin: Rename = (name) =>
  name
    .replace(/^features\.0\.0\./, 'patch_embed.proj.')
    .replace(/^features\.0\.2\./, 'patch_embed.norm.')
    .replace(
      /^features\.(\d+)\.(\d+)\./,
      (_, place: string, block: string) => `layers.${(Number(place) - 1) / 2}.blocks.${block}.`,
    )
    .replace(
      /^features\.(\d+)\.(norm|reduction)\./,
      (_, place: string, part: string) => `layers.${Number(place) / 2}.downsample.${part}.`,
    )
    .replace('.mlp.0.', '.mlp.fc1.')
    .replace('.mlp.3.', '.mlp.fc2.');

/** The ConvNeXt of its authors. */
const fromFirstConvNext: Rename = (name) =>
  name
    .replace(/^downsample_layers\.0\./, 'stem.')
    .replace(/^downsample_layers\.(\d+)\./, 'stages.$1.downsample.')
    .replace(/^stages\.(\d+)\.(\d+)\./, 'stages.$1.blocks.$2.')
    .replace('.dwconv.', '.conv_dw.')
    .replace('.pwconv', '.mlp.fc')
    .replace(/^norm\./, 'head.norm.');

/** Recognition of a family of checkpoints, and mapping of its names to those of timm 0.9.2. */
const DIALECTS: readonly { readonly tell: (name: string) => boolean; readonly rename: Rename }[] = [
  { tell: (name) => name === 'features.0.0.weight', rename: fromTorchvisionSwin },
  { tell: (name) => name.startsWith('downsample_layers.'), rename: fromFirstConvNext },
  // Swin of its authors and of timm before 0.9: downsampling at the end of a stage
  { tell: (name) => name.startsWith('layers.0.downsample.'), rename: shifted(1) },
];

/**
 * Converts the state dict of an ImageNet classifier to that of its backbone under the names of timm 0.9.2: drops the classifier and buffers that can
 * be constructed, and maps names of torchvision, of older timm and of the authors' own checkpoints.
 */
export const backboneWeights = (classifier: StateDict): StateDict => {
  const names = [...classifier.keys()];
  const rename = DIALECTS.find(({ tell }) => names.some(tell))?.rename ?? ((name: string) => name);
  const kept = [...classifier].filter(([name]) => !isClassifier(name) && !isConstructed(name));
  return new Map(kept.map(([name, array]): [string, WeightArray] => [rename(name), array]));
};
