import type { CardFacts } from './card-facts.ts';
import { NOT_RECORDED } from './markdown.ts';
import { EXCLUDED_USES, INTENDED_USE, roleOf } from './purpose.ts';

type Tensor = Readonly<Record<string, unknown>>;
type Shape = readonly (number | string)[];

const sizes = (shape: Shape): readonly (number | string)[] => shape.slice(1);

/** An input of the network: a stack of slices, or logits of other networks. */
const inputFormat = (shape: Shape, isRegion: boolean): Tensor => {
  const [channels = 1, ...spatial] = sizes(shape);
  const isImage = spatial.length >= 2;
  return {
    type: isImage ? 'image' : 'tuples',
    format: isImage ? 'magnitude' : 'latent',
    modality: isImage ? 'MR' : 'n/a',
    num_channels: Number(channels),
    spatial_shape: spatial,
    dtype: 'float32',
    value_range: [],
    is_patch_data: isRegion,
    channel_def: Object.fromEntries(
      Array.from({ length: Number(channels) || 1 }, (_, index) => [
        String(index),
        isImage ? `slice ${index + 1}` : `value ${index + 1}`,
      ]),
    ),
  };
};

const outputFormat = (name: string, shape: Shape, classes: readonly string[] | undefined): Tensor => {
  const inner = sizes(shape);
  const isMap = name === 'heatmaps';
  const channels = Number(isMap ? inner[0] : inner.at(-1)) || 1;
  const nameOf = (index: number) =>
    isMap ? `heatmap of keypoint ${index + 1}` : `logit of ${classes?.[index] ?? `value ${index + 1}`}`;
  return {
    type: isMap ? 'image' : 'probabilities',
    format: isMap ? 'magnitude' : 'classes',
    modality: 'n/a',
    num_channels: channels,
    spatial_shape: isMap ? inner.slice(1) : inner.slice(0, -1),
    dtype: 'float32',
    value_range: [],
    is_patch_data: false,
    channel_def: Object.fromEntries(Array.from({ length: channels }, (_, index) => [String(index), nameOf(index)])),
  };
};

/** Scores by name, without intervals, as MONAI's `eval_metrics` has them. */
const metricsOf = ({ evaluation }: CardFacts): Readonly<Record<string, number>> => {
  const grades = evaluation?.grades;
  const score = grades?.scores.leftOut.score;
  return {
    ...(score !== undefined && { weighted_log_loss: score.value }),
    ...Object.fromEntries(
      (grades?.metrics ?? []).flatMap(({ name, estimate }) => (estimate === undefined ? [] : [[name, estimate.value]])),
    ),
  };
};

/**
 * Metadata of a MONAI bundle (configs/metadata.json). MONAI, PyTorch and NumPy took no part in the model, so their versions are
 * not recorded; the weights are safetensors.
 */
export const monaiMetadata = (facts: CardFacts): Readonly<Record<string, unknown>> => {
  const { model, statements, spinestream, images } = facts;
  const {
    modelVersion = NOT_RECORDED,
    authors = NOT_RECORDED,
    license = NOT_RECORDED,
    dataSource = NOT_RECORDED,
  } = statements;
  const isRegion = model.input?.sizeMm !== undefined;
  return {
    schema: 'https://project-monai.github.io/schema/meta_schema_20240725.json',
    version: modelVersion,
    changelog: {},
    monai_version: NOT_RECORDED,
    pytorch_version: NOT_RECORDED,
    numpy_version: NOT_RECORDED,
    optional_packages_version: {},
    required_packages_version: {},
    name: model.name,
    task: roleOf(model),
    description: `${roleOf(model)}. Made by spinestream ${spinestream}; docs/README.md is the model card.`,
    authors,
    copyright: license,
    data_source: dataSource,
    data_type: 'dicom',
    intended_use: `${INTENDED_USE} Not for: ${EXCLUDED_USES.join(' ')}`,
    references: [],
    eval_metrics: metricsOf(facts),
    network_data_format: {
      inputs: Object.fromEntries(model.inputs.map(({ name, shape }) => [name, inputFormat(shape, isRegion)])),
      outputs: Object.fromEntries(
        model.outputs.map(({ name, shape }) => [name, outputFormat(name, shape, model.classes)]),
      ),
    },
    spinestream: {
      version: spinestream,
      architecture: model.architecture,
      weights: model.folds,
      training_studies: images?.studies ?? NOT_RECORDED,
    },
  };
};
