import { seedOf, uniformAt } from '../../models/weights/fill.ts';
import type { Chance } from './training-entries.ts';

/** Uniform numbers in [0, 1) that follow from a text. */
export const randomOf = (name: string): (() => number) => {
  const seed = seedOf(name);
  let index = 0;
  return () => uniformAt(seed, index++);
};

/** What varies for a study in an epoch: it does not depend on the order in which studies are read. */
export const chanceOf =
  (o: { readonly seed: number; readonly epoch: number; readonly studyId: string }): Chance =>
  (purpose) =>
    randomOf(`${o.seed}/${o.epoch}/${o.studyId}/${purpose}`);

/** The items in an order that follows from a text, each order as likely (Fisher and Yates). */
export const inRandomOrder = <T>(items: readonly T[], name: string): readonly T[] => {
  const random = randomOf(name);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};
