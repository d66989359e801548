import { drawOrder } from '../../imaging/index.ts';
import { seedOf, uniformAt } from '../../models/weights/fill.ts';
import type { RngStreams } from './training-entries.ts';

/** An RNG stream of uniform numbers in [0, 1), seeded by a text. */
export const randomOf = (name: string): (() => number) => {
  const seed = seedOf(name);
  let index = 0;
  return () => uniformAt(seed, index++);
};

/** RNG stream of a study in an epoch, independent of the order in which studies are read. */
export const rngStreamsOf =
  (o: { readonly seed: number; readonly epoch: number; readonly studyId: string }): RngStreams =>
  (purpose) =>
    randomOf(`${o.seed}/${o.epoch}/${o.studyId}/${purpose}`);

/** Shuffles items with a text as seed, all permutations equally likely. */
export const inRandomOrder = <T>(items: readonly T[], name: string): readonly T[] =>
  drawOrder(randomOf(name), items.length).map((index) => items[index]!);
