import { z } from 'zod';
import { isRecord } from '../../domain/is-record.ts';
import { jsonOf, validated } from '../../schema/json-record.ts';
import { importedAlready, originalConfigInvalid, originalModelUnknown } from './errors.ts';
import type { ImageNetworkConfig, RunFolderConfigInput } from './run-folder-config.ts';

const count = z.int().positive();
/** A number, or a list with one equal number per extractor. */
const uniformCount = z.union([count, z.array(count).min(1)]).transform((value, context) => {
  const [first = 0, ...others] = Array.isArray(value) ? value : [value];
  if (others.some((other) => other !== first)) context.addIssue('the numbers of the list differ from one another');
  return first;
});

/** The relevant part of the configuration that the original training code writes with its checkpoints. */
const schema = z.looseObject({
  labels: z.record(z.string(), z.number()).optional(),
  model: z.looseObject({ type: z.string(), args: z.looseObject({}) }),
  dataset: z.looseObject({
    args: z.looseObject({
      img_num: uniformCount.optional(),
      roi_size: z.number().positive().optional(),
      resolution: count,
    }),
  }),
  trainer: z.looseObject({ cv_fold: count.optional(), one_fold: z.boolean().optional() }).optional(),
});

type OriginalConfig = z.output<typeof schema>;

const argsOf = <S extends z.ZodType>({ model }: OriginalConfig, schema: S): z.output<S> =>
  validated(model.args, schema, originalConfigInvalid, { within: ['model', 'args'] });

const keypointArgs = z.looseObject({
  base_model: z.literal('DeepLabV3Plus'),
  encoder_name: z.string(),
  num_classes: count,
  in_channels: count,
});

const keypoints = (config: OriginalConfig): ImageNetworkConfig => {
  const args = argsOf(config, keypointArgs);
  const { img_num: slices = args.in_channels, resolution } = config.dataset.args;
  if (slices !== args.in_channels)
    throw originalConfigInvalid(`dataset.args.img_num is ${slices} but model.args.in_channels is ${args.in_channels}`);
  return {
    architecture: {
      kind: 'keypoints',
      inChannels: args.in_channels,
      outChannels: args.num_classes,
      encoder: args.encoder_name,
    },
    input: { slices, resolutionPx: resolution },
  };
};

const regionArgs = z.looseObject({
  base_model: z.string(),
  num_classes: count,
  in_channels: uniformCount.optional(),
  rnn_hidden_size: count.optional(),
  rnn_bidirectional: z.boolean().optional(),
});

const regions =
  (kind: string, classes: number, hiddenOfKind?: number) =>
  (config: OriginalConfig): ImageNetworkConfig => {
    const args = argsOf(config, regionArgs);
    const { img_num: slices, roi_size: sizeMm, resolution } = config.dataset.args;
    if (args.num_classes !== classes)
      throw originalConfigInvalid(
        `model.args.num_classes is ${args.num_classes}, but a ${config.model.type} has ${classes}`,
      );
    if (slices === undefined || sizeMm === undefined)
      throw originalConfigInvalid('dataset.args has no img_num (slices of a region) or no roi_size (its side in mm)');
    const hidden = args.rnn_hidden_size ?? hiddenOfKind;
    return {
      architecture: {
        kind,
        backbone: args.base_model,
        inChannels: args.in_channels ?? 1,
        slices,
        ...(hidden === undefined ? {} : { hidden }),
        ...(args.rnn_bidirectional === undefined ? {} : { bidirectional: args.rnn_bidirectional }),
      },
      input: { slices, resolutionPx: resolution, sizeMm },
    };
  };

/** The original's class names, with the names used here. */
const MODELS: ReadonlyMap<string, (config: OriginalConfig) => ImageNetworkConfig> = new Map([
  ['CoordModel', keypoints],
  ['SpinalROIModel', regions('spinal', 3)],
  ['ForaminalROIModel', regions('foraminal', 3)],
  ['SubarticularROIModel', regions('subarticular', 3)],
  ['GlobalROIModel', regions('global', 15)],
  ['StudyROIModel', regions('study', 75, 128)],
]);

export interface ImportedConfig {
  readonly config: RunFolderConfigInput;
  /** Folds that the run was configured to train, if stated. */
  readonly folds?: readonly number[];
}

const foldsOf = ({ trainer }: OriginalConfig): readonly number[] | undefined => {
  if (trainer?.one_fold === true) return [1];
  return trainer?.cv_fold === undefined ? undefined : Array.from({ length: trainer.cv_fold }, (_, index) => index + 1);
};

/**
 * Converts `config.json` of the original's run folder. The whole original is kept under `source`.
 * @throws ORIGINAL_CONFIG_INVALID, ORIGINAL_MODEL_UNKNOWN, RUN_FOLDER_IMPORTED
 */
export const importOriginalConfig = (text: string, name: string): ImportedConfig => {
  const written = jsonOf(text, originalConfigInvalid);
  if (isRecord(written) && 'architecture' in written) throw importedAlready();
  const original = validated(written, schema, originalConfigInvalid);
  const derive = MODELS.get(original.model.type);
  if (derive === undefined) throw originalModelUnknown(original.model.type, [...MODELS.keys()]);
  const classes = Object.entries(original.labels ?? {})
    .sort(([, a], [, b]) => a - b)
    .map(([label]) => label);
  const folds = foldsOf(original);
  const config: RunFolderConfigInput = {
    name,
    ...derive(original),
    ...(original.model.type === 'CoordModel' || classes.length === 0 ? {} : { classes }),
    source: { format: 'run folder of the original training code', name, config: written },
  };
  return { config, ...(folds === undefined ? {} : { folds }) };
};
