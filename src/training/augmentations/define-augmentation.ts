import type { z } from 'zod';
import type { ImageSize, Sample } from '../../imaging/index.ts';
import type { TrainSample } from '../data/train-sample.ts';

/** Uniform in [0, 1), seeded. */
export type Random = () => number;

/** A sample changed; what was given stays as it was. Heatmaps follow what moves places. */
export type Change = (sample: Sample, size: ImageSize) => Sample;

/** A sample changed as a whole, before it has targets: its inputs together, and what the network should say to them. */
export type SampleChange = (sample: TrainSample) => TrainSample;

/** An input, or a target, of one sample: numbers in a shape. */
export interface Part {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What samples of a batch are to an augmentation that mixes them. */
export interface MixedSample {
  readonly inputs: readonly (Part & { readonly name: string })[];
  readonly target: Part;
}

/** The samples of a batch changed; those given stay as they were. As many come out as go in. */
export type BatchChange = <S extends MixedSample>(samples: readonly S[]) => readonly S[];

/** What an augmentation may change, and how it says what it does. */
export interface Changes {
  /** Each input of a sample by itself. */
  readonly input: Change;
  readonly sample: SampleChange;
  readonly batch: BatchChange;
}

/** Everything about an augmentation, declared once: the schema of experiment files is derived from it. */
export interface AugmentationSpec<S extends z.ZodType, O extends keyof Changes> {
  /** A word, the key under `augmentation` in experiment files. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: S;
  /** What it changes. Samples are changed first, then inputs, then batches. */
  readonly on: O;
  /** What it is for, where it is not for all samples. */
  readonly of?: 'grades' | 'heatmaps';
  /** Takes the chances of an input, a sample or a batch, from a generator of its own; undefined leaves it as it is. */
  readonly draw: (random: Random, options: z.output<S>) => Changes[O] | undefined;
}

export interface InfoOn<O extends keyof Changes>
  extends Pick<AugmentationSpec<z.ZodType, O>, 'name' | 'summary' | 'options' | 'on' | 'of'> {
  /** @throws zod's error, when the options do not fit the schema */
  readonly draw: (random: Random, options: unknown) => Changes[O] | undefined;
}

/** An augmentation as experiment files name it. */
export type AugmentationInfo = { readonly [O in keyof Changes]: InfoOn<O> }[keyof Changes];

/** Declares an augmentation. One file each; `npm run generate` lists it. */
export const defineAugmentation = <S extends z.ZodType, O extends keyof Changes>({
  draw,
  ...info
}: AugmentationSpec<S, O>): InfoOn<O> => ({
  ...info,
  draw: (random, options) => draw(random, info.options.parse(options)),
});

/** Uniform from `low` to `high`. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** From `low` to `high`, uniform by the logarithm: a factor is met as often as its inverse. */
export const betweenByRatio = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));
