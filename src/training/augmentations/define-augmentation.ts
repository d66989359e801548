import type { z } from 'zod';
import type { ImageSize, Sample } from '../../imaging/index.ts';

/** Uniform in [0, 1), seeded. */
export type Random = () => number;

/** A sample changed; what was given stays as it was. Heatmaps follow what moves places. */
export type Change = (sample: Sample, size: ImageSize) => Sample;

/** Everything about an augmentation, declared once: the schema of experiment files is derived from it. */
export interface AugmentationSpec<S extends z.ZodType> {
  /** A word, the key under `augmentation` in experiment files. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly options: S;
  /** Takes the chances of an input of a sample, from a generator of its own; undefined leaves the input as it is. */
  readonly draw: (random: Random, options: z.output<S>) => Change | undefined;
}

/** An augmentation as experiment files name it. */
export interface AugmentationInfo extends Pick<AugmentationSpec<z.ZodType>, 'name' | 'summary' | 'options'> {
  /** @throws zod's error, when the options do not fit the schema */
  readonly draw: (random: Random, options: unknown) => Change | undefined;
}

/** Declares an augmentation. One file each; `npm run generate` lists it. */
export const defineAugmentation = <S extends z.ZodType>({ draw, ...info }: AugmentationSpec<S>): AugmentationInfo => ({
  ...info,
  draw: (random, options) => draw(random, info.options.parse(options)),
});

/** Uniform from `low` to `high`. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** From `low` to `high`, uniform by the logarithm: a factor is met as often as its inverse. */
export const betweenByRatio = (random: Random, low: number, high: number): number =>
  Math.exp(between(random, Math.log(low), Math.log(high)));
