import { seedOf, uniformAt } from '../../models/weights/fill.ts';
import type { Chance } from './training-entries.ts';

/** An RNG stream of uniform numbers in [0, 1), seeded by a text. */
export const randomOf = (name: string): (() => number) => {
  const seed = seedOf(name);
  let index = 0;
  return () => uniformAt(seed, index++);
};

/** RNG stream of a study in an epoch, independent of the order in which studies are read. */
export const chanceOf =
  (o: { readonly seed: number; readonly epoch: number; readonly studyId: string }): Chance =>
  (purpose) =>
    randomOf(`${o.seed}/${o.epoch}/${o.studyId}/${purpose}`);

/** Shuffles items with a text as seed, all permutations equally likely (Fisher and Yates). */
export const inRandomOrder = <T>(items: readonly T[], name: string): readonly T[] => {
  const random = randomOf(name);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};
