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

const start = z.strictObject({
  from: z.string().min(1).describe('a run folder, or a .pt or .safetensors file'),
  fold: count
    .optional()
    .describe('of a run folder; by default each fold begins with its own, or with the only one that is there'),
  weights: z.enum(['best', 'last']).default('best').describe('of a run folder'),
  entry: z.string().min(1).optional().describe('of a file with several weights: which, e.g. model_ema'),
  except: z.array(z.string().min(1)).default([]).describe('parameters left as they are made; * stands for anything'),
});

const model = z.strictObject({
  architecture: z.looseObject({}).describe('as in config.json of a run folder'),
  resolutionPx: count.optional().describe('rows and columns of the pictures; none for a level-2 network'),
  start: start.optional().describe('weights to begin with, in place of pretrained ones'),
  pretrained: z
    .string()
    .min(1)
    .optional()
    .describe(
      'folder of ImageNet backbones, as "spinestream import --backbone" makes it; none: random weights on purpose; required: train refuses until one of the two is set',
    ),
});

const schedule = z.union([
  z.literal('constant'),
  z.strictObject({
    cosine: z.strictObject({
      period: count.optional().describe('epochs; all of them by default'),
      floor: z.number().min(0).default(0),
    }),
  }),
  z.strictObject({ step: z.strictObject({ every: count, factor: positive }) }),
]);

const training = z.strictObject({
  epochs: count,
  batch: count.default(16),
  microBatch: count.optional().describe('samples that go through the network together; the whole batch by default'),
  learningRate: positive,
  schedule: schedule.default('constant').describe('of the learning rate, stepped each epoch'),
  weightDecay: z.number().min(0).default(0.01),
  betas: z.tuple([share, share]).default([0.9, 0.999]),
  eps: positive.default(1e-8),
  classWeights: z.tuple([positive, positive, positive]).default([1, 2, 4]).describe('of the severities in the loss'),
  loss: lossOptions.optional().describe('by default cross-entropy for grades, mean-squared-error for heatmaps'),
  clipNorm: positive.optional().describe('gradients that are longer together are shortened to this'),
  averageDecay: share.optional().describe('keeps a moving average of the weights, which is validated and saved'),
  freeze: z.array(z.string().min(1)).default([]).describe('parameters that are not trained; * stands for anything'),
  earlyStop: z.strictObject({ patience: count.describe('epochs without a better validation loss') }).optional(),
  seed: z.int().min(0).default(42).describe('of initial weights, order, augmentation and dropout'),
  engine: z
    .enum(ENGINES)
    .optional()
    .describe('what computes; by default tfjs where it has a GPU, else onnx. Results are the same but for rounding'),
  backend: z.enum(TFJS_BACKENDS).optional().describe('of the engine tfjs; the first that starts by default'),
});

const folds = z.strictObject({
  count: z.int().min(2).default(5),
  seed: z.int().min(0).default(42),
  splits: z.string().min(1).optional().describe('a table of folds (study_id, split, fold) instead'),
});

const labels = z.strictObject({
  imputeFrom: z
    .string()
    .min(1)
    .optional()
    .describe('predicted coordinates for locations without a label, as "spinestream coords" writes them'),
  drop: z.string().min(1).optional().describe('coordinates not to use: a table with study_id and row_id'),
  dropGrades: z
    .string()
    .min(1)
    .optional()
    .describe('single grades not to use, such as those that a reader found wrong: a table with study_id and row_id'),
  predicted: z
    .string()
    .min(1)
    .optional()
    .describe(
      'predicted coordinates for label-keypoints: { predicted: ... }, as "spinestream coords" writes them; none: keypoints of labels alone',
    ),
  pseudo: z
    .strictObject({
      run: z.string().min(1).describe('folder of a run whose networks had not seen the studies'),
      weight: share
        .default(0.5)
        .describe('share of the pseudo label in a label; what a location without a label counts'),
    })
    .optional()
    .describe(
      'soft labels in training: probabilities of a run, mixed with the true labels; validation has the true ones',
    ),
  exclude: z
    .array(z.union([z.string(), z.int().transform(String)]))
    .default([])
    .describe('studies not to use'),
  onConflict: z
    .enum(ON_CONFLICT)
    .default('error')
    .describe(
      'a second coordinate of a location: refused, the first is used, or neither; otherwise than with error, one outside its image counts as missing',
    ),
});

const loading = z.strictObject({
  readers: count.default(2).describe('studies prepared at a time'),
  readAhead: count.default(2).describe('batches made before they are needed'),
  shuffleMb: positive.default(512).describe('memory for samples from which the next is drawn'),
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
    .describe('of the run folder'),
  description: z.string().optional(),
  variables: variablesSchema,
  model,
  labels: labels.prefault({}),
  steps: z
    .array(z.unknown())
    .default([])
    .describe('operators that make what the network sees, as in a pipeline; none for a level-2 network'),
  samples,
  augmentation: augmentationOptions.prefault({}),
  folds: folds.prefault({}),
  loading: loading.prefault({}),
  training,
});
export type ExperimentFrame = z.output<typeof experimentFrame>;

/** An experiment file that lists others: names or paths, or a map from each to its variables. */
export const experimentList = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
  experiments: z
    .array(
      z.union([
        z.string().min(1),
        z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
      ]),
    )
    .min(1)
    .describe('files or names of shipped ones; as a map, with the variables that they are given'),
});
