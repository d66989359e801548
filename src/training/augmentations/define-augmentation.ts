import type { z } from 'zod';
import type { Tensor } from '../../domain/image.ts';
import type { ImageSize, Sample } from '../../imaging/index.ts';
import type { NamedTensor } from '../../models/runtime/store-calls.ts';
import type { TrainSample } from '../data/train-sample.ts';

/** Uniform in [0, 1), seeded. */
export type Random = () => number;

/** Returns a changed sample without modifying the given one. Heatmaps follow spatial changes. */
export type Change = (sample: Sample, size: ImageSize) => Sample;

/** Changes a sample as a whole, before it has targets: all inputs together, and their labels. */
type SampleChange = (sample: TrainSample) => TrainSample;

/** The samples of a batch, as seen by an augmentation that mixes them. */
export interface MixedSample {
  readonly inputs: readonly NamedTensor[];
  readonly target: Tensor;
}

/** Returns changed samples of a batch, as many as given, without modifying them. */
export type BatchChange = <S extends MixedSample>(samples: readonly S[]) => readonly S[];

/** What an augmentation may change, with the matching function types. */
export interface Changes {
  /** Each input of a sample separately. */
  readonly input: Change;
  readonly sample: SampleChange;
  readonly batch: BatchChange;
}

/** Declaration of an augmentation, the single source for the schema of experiment files. */
export interface AugmentationSpec<S extends z.ZodType, O extends keyof Changes> {
  /** A word, the key under `augmentation` in experiment files. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: S;
  /** What it changes. Samples are changed first, then inputs, then batches. */
  readonly on: O;
  /** Kinds of samples that it applies to; default: all. */
  readonly of?: 'grades' | 'heatmaps';
  /**
   * Draws the random parameters of an input, a sample or a batch, from a separate generator; undefined leaves it
   * unchanged.
   */
  readonly draw: (random: Random, options: z.output<S>) => Changes[O] | undefined;
}

export interface InfoOn<O extends keyof Changes>
  extends Pick<AugmentationSpec<z.ZodType, O>, 'name' | 'summary' | 'options' | 'on' | 'of'> {
  /** @throws zod's error if the options do not match the schema */
  readonly draw: (random: Random, options: unknown) => Changes[O] | undefined;
}

/** An augmentation as configured in an experiment file. */
export type AugmentationInfo = { readonly [O in keyof Changes]: InfoOn<O> }[keyof Changes];

/** Declares an augmentation, one per file; `npm run generate` lists it. */
export const defineAugmentation = <S extends z.ZodType, O extends keyof Changes>({
  draw,
  ...info
}: AugmentationSpec<S, O>): InfoOn<O> => ({
  ...info,
  draw: (random, options) => draw(random, info.options.parse(options)),
});

/** Uniform from `low` to `high`. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** Log-uniform from `low` to `high`: a factor is as likely as its inverse. */
export const betweenByRatio = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));
