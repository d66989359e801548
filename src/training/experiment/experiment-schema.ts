import { z } from 'zod';
import { variablesSchema } from '../../config/variables-schema.ts';
import { TFJS_BACKENDS } from '../../models/runtime/tfjs/backends.ts';
import { ENGINES } from '../choose-engine.ts';
import { augmentationOptions } from '../data/augment-sample.ts';
import { gradeOptions } from '../data/grade-samples.ts';
import { heatmapOptions } from '../data/heatmap-samples.ts';
import { ON_CONFLICT } from '../data/labels/study-labels.ts';
import { logitOptions } from '../data/logit-samples.ts';
import { lossOptions } from '../losses/chosen-loss.ts';

const count = z.int().min(1);
const positive = z.number().positive();
const share = z.number().min(0).lt(1);
const text = z.string().min(1);

const start = z.strictObject({
  from: text.describe('a run folder, or a .pt or .safetensors file'),
  fold: count.optional().describe('fold of the run folder to start from; default: the same fold, or the only one'),
  weights: z
    .enum(['best', 'last'])
    .default('best')
    .describe('weights of the run folder: of the best epoch or of the last'),
  entry: text.optional().describe('weights to take from a file with several sets, e.g. model_ema'),
  except: z.array(text).default([]).describe('parameters to initialise instead of copying; * is a wildcard'),
});

const model = z.strictObject({
  architecture: z.looseObject({}).describe('kind of network and its options, as in config.json of a run folder'),
  resolutionPx: count.optional().describe('rows and columns of the input images; none for a level-2 network'),
  start: start.optional().describe('initial weights, instead of pretrained ones'),
  pretrained: text
    .optional()
    .describe(
      'folder of ImageNet backbones, as "spinestream import --backbone" writes it; none: random weights; required: training is refused until one of the two is set',
    ),
});

const schedule = z.union([
  z.literal('constant'),
  z.strictObject({
    cosine: z.strictObject({
      period: count.optional().describe('period in epochs; default: all'),
      floor: z.number().min(0).default(0),
    }),
  }),
  z.strictObject({ step: z.strictObject({ every: count, factor: positive }) }),
]);

const training = z.strictObject({
  epochs: count,
  batch: count.default(16),
  microBatch: count.optional().describe('samples per micro-batch; default: the whole batch'),
  learningRate: positive,
  schedule: schedule.default('constant').describe('schedule of the learning rate, per epoch'),
  weightDecay: z.number().min(0).default(0.01),
  betas: z.tuple([share, share]).default([0.9, 0.999]),
  eps: positive.default(1e-8),
  classWeights: z
    .tuple([positive, positive, positive])
    .default([1, 2, 4])
    .describe('weights of the severities in the loss'),
  loss: lossOptions.optional().describe('default: cross-entropy for grades, mean-squared-error for heatmaps'),
  clipNorm: positive.optional().describe('maximum global gradient norm'),
  averageDecay: share.optional().describe('decay of a moving average of the weights, which is validated and saved'),
  freeze: z.array(text).default([]).describe('parameters to freeze; * is a wildcard'),
  earlyStop: z
    .strictObject({ patience: count.describe('stop after this many epochs without a lower validation loss') })
    .optional(),
  seed: z.int().min(0).default(42).describe('seed of initial weights, order, augmentation and dropout'),
  engine: z
    .enum(ENGINES)
    .optional()
    .describe('training engine; default: tfjs if it has a GPU, else onnx. Results differ only in rounding'),
  backend: z.enum(TFJS_BACKENDS).optional().describe('backend of the engine tfjs; default: the first available one'),
});

const folds = z.strictObject({
  count: z.int().min(2).default(5),
  seed: z.int().min(0).default(42),
  splits: text.optional().describe('table of folds (study_id, split, fold) to use instead'),
});

const labels = z.strictObject({
  imputeFrom: text
    .optional()
    .describe('predicted coordinates for locations without a label, as "spinestream coords" writes them'),
  drop: text.optional().describe('table of coordinates to ignore (study_id, row_id)'),
  dropGrades: text
    .optional()
    .describe('table of single grades to ignore, e.g. those that a reader found wrong (study_id, row_id)'),
  predicted: text
    .optional()
    .describe(
      'predicted coordinates for label-keypoints: { predicted: ... }, as "spinestream coords" writes them; none: only labelled keypoints',
    ),
  pseudo: z
    .strictObject({
      run: text.describe('output folder of a run whose networks were not trained on the studies'),
      weight: share
        .default(0.5)
        .describe('proportion of the pseudo label in a label; weight of a location without a label'),
    })
    .optional()
    .describe(
      'soft labels for training: probabilities of a run, mixed with the true labels; validation uses the true ones',
    ),
  exclude: z
    .array(z.union([z.string(), z.int().transform(String)]))
    .default([])
    .describe('studies to leave out'),
  onConflict: z
    .enum(ON_CONFLICT)
    .default('error')
    .describe(
      'handling of a second coordinate of a location: refuse it, use the first, or use neither; with first and drop, a coordinate outside its image counts as missing',
    ),
});

const loading = z.strictObject({
  readers: count.default(2).describe('number of studies preprocessed at a time'),
  readAhead: count.default(2).describe('number of batches to read ahead'),
  shuffleMb: positive.default(512).describe('size of the shuffle buffer for samples'),
});

const samples = z
  .strictObject({
    heatmaps: heatmapOptions.optional().describe('for keypoint networks'),
    grades: gradeOptions.optional().describe('for region networks'),
    logits: logitOptions.optional().describe('for level-2 networks'),
  })
  .refine(
    (o) => [o.heatmaps, o.grades, o.logits].filter((one) => one !== undefined).length === 1,
    'expected one of "heatmaps", "grades" and "logits"',
  );

/** An experiment file: one model. Steps check their options against the operators' own schemas. */
export const experimentFrame = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'expected the plain name of a folder')
    .describe('name of the run folder'),
  description: z.string().optional(),
  variables: variablesSchema,
  model,
  labels: labels.prefault({}),
  steps: z
    .array(z.unknown())
    .default([])
    .describe('operators that prepare the input of the network, as in a pipeline; none for a level-2 network'),
  samples,
  augmentation: augmentationOptions.prefault({}),
  folds: folds.prefault({}),
  loading: loading.prefault({}),
  training,
});
export type ExperimentFrame = z.output<typeof experimentFrame>;

/** An experiment file that lists others: names or paths, or a map from each to its variables. */
export const experimentList = z.strictObject({
  name: text,
  description: z.string().optional(),
  experiments: z
    .array(z.union([text, z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))]))
    .min(1)
    .describe('experiment files or names of built-in ones; as a map, with values of their variables'),
});
