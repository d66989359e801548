import { z } from 'zod';
import { elementCount } from '../../domain/image.ts';
import { nameOfSite } from '../../domain/site.ts';
import { type Augmentation, augmented, drawAugmentation, gaussianHeatmaps, type Sample } from '../../imaging/index.ts';
import { AUGMENTATIONS } from '../augmentations/built-in.ts';
import type { Change, MixedSample } from '../augmentations/define-augmentation.ts';
import { drawnChanges } from '../augmentations/drawn.ts';
import { CLASSES, classTargets } from '../losses/class-targets.ts';
import type { SampleInput, TrainSample } from './train-sample.ts';
import type { RngStreams } from './training-entries.ts';

const probability = z.number().min(0).max(1);

export const augmentationOptions = z.strictObject({
  filterProbability: probability.default(0.5).describe('of sharpening or motion blur, one as likely as the other'),
  shuffleProbability: z
    .union([probability, z.record(z.string(), probability)])
    .default(0)
    .describe('of reordering the slices of a stack: one for all, or by the stacks or rois of "samples"'),
  maxAngleDeg: z
    .number()
    .min(0)
    .max(80)
    .default(15)
    .describe('rotation and both shears are drawn from minus to plus this'),
  ...Object.fromEntries(
    AUGMENTATIONS.map(({ name, summary, options }) => [name, options.optional().describe(summary)]),
  ),
});
export type AugmentationOptions = z.output<typeof augmentationOptions>;

export interface TargetOptions {
  /** Size of heatmap peaks, at the resolution of the network. */
  readonly stdPx: number;
  /** Weights of the three severities in the loss. */
  readonly classWeights: readonly number[];
  /** Converts the class targets [places, 3] of a sample to the loss's targets; by default the same. */
  readonly targets?: (classTargets: Float32Array) => Float32Array;
}

/** A sample in the engine's format, without the batch axis. */
export interface ReadySample extends MixedSample {
  readonly sample: TrainSample;
}

/** Converts a sample without augmentation, with its targets. */
export const plainSample = (sample: TrainSample, o: TargetOptions): ReadySample =>
  readySample(
    sample,
    o,
    sample.inputs.map(({ pixels }) => pixels),
    heatmapsOf(sample, o),
  );

/**
 * Augments a sample: filter, reordering, affine map and the declared augmentations, with independent random numbers for
 * each input; heatmaps follow spatial changes. An input of several levels counts as one stack of all their slices,
 * which change together.
 */
export const augmentedSample = (
  given: TrainSample,
  o: TargetOptions & { readonly augmentation: AugmentationOptions; readonly rng: RngStreams },
): ReadySample => {
  const { site } = given;
  const sample = drawnChanges('sample', o.augmentation, (name) => o.rng(`augment ${nameOfSite(site)} ${name}`)).reduce(
    (changed, change) => change(changed),
    given,
  );
  const maps = heatmapsOf(sample, o);
  if (maps === undefined)
    return readySample(
      sample,
      o,
      sample.inputs.map((input) => augmentedStack(sample, input, o).stack),
    );
  const [input] = sample.inputs as [SampleInput]; // samples with heatmaps have one
  const { stack, heatmaps } = augmentedStack(sample, input, o, maps);
  return readySample(sample, o, [stack], heatmaps);
};

type Drawing = { readonly augmentation: AugmentationOptions; readonly rng: RngStreams };

/** Slices, rows and columns; logits have fewer axes and stay as they are. */
const IMAGE_AXES = 3;

/** Slices of all levels, and their size. */
const stackShape = ({ shape }: SampleInput): readonly [slices: number, rows: number, columns: number] => {
  const [rows, columns] = shape.slice(-2);
  return [elementCount(shape.slice(0, -2)), rows!, columns!];
};

const planOf = ({ site }: TrainSample, input: SampleInput, { augmentation, rng }: Drawing): Augmentation => {
  const { filterProbability, shuffleProbability: shuffle, maxAngleDeg } = augmentation;
  const [channels] = stackShape(input);
  const shuffleProbability = typeof shuffle === 'number' ? shuffle : (shuffle[input.source] ?? 0);
  const random = rng(`augment ${nameOfSite(site)} ${input.name} 0`);
  return drawAugmentation(random, { channels, filterProbability, shuffleProbability, maxAngleDeg });
};

/** Further changes of an input, with separate random numbers for each augmentation. */
const changesOf = ({ site }: TrainSample, input: SampleInput, { augmentation, rng }: Drawing): readonly Change[] =>
  drawnChanges('input', augmentation, (name) => rng(`augment ${nameOfSite(site)} ${input.name} ${name}`));

const augmentedStack = (sample: TrainSample, input: SampleInput, o: Drawing, heatmaps?: Float32Array): Sample => {
  if (input.shape.length < IMAGE_AXES) return { stack: input.pixels, heatmaps };
  const [, rows, columns] = stackShape(input);
  const size = { rows, columns };
  const begun = augmented({ stack: input.pixels, heatmaps }, size, planOf(sample, input, o));
  return changesOf(sample, input, o).reduce((changed, change) => change(changed, size), begun);
};

const heatmapsOf = ({ inputs: [input], answer }: TrainSample, { stdPx }: TargetOptions): Float32Array | undefined =>
  answer.kind === 'points' && input !== undefined
    ? gaussianHeatmaps(answer.points, { sizePx: stackShape(input)[2], stdPx })
    : undefined;

const readySample = (
  sample: TrainSample,
  o: TargetOptions,
  pixels: readonly Float32Array[],
  heatmaps?: Float32Array,
): ReadySample => ({
  sample,
  inputs: sample.inputs.map(({ name, shape }, index) => ({ name, shape, data: pixels[index]! })),
  target: targetOf(sample, o, heatmaps),
});

const targetOf = (
  { inputs: [input], answer }: TrainSample,
  { classWeights, targets = (same) => same }: TargetOptions,
  heatmaps: Float32Array | undefined,
): ReadySample['target'] => {
  if (answer.kind === 'grades') {
    const data = targets(classTargets(answer.grades, classWeights));
    return { shape: [data.length / CLASSES, CLASSES], data };
  }
  const [, rows, columns] = stackShape(input!);
  return { shape: [answer.points.length, rows, columns], data: heatmaps ?? new Float32Array() };
};
