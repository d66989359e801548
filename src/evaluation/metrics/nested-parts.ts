import type { Rng } from '../../domain/seeded-rng.ts';

/**
 * Randomly assigns each of `count` studies to one of `parts` parts whose sizes differ by at most one. Whatever is
 * fitted on all parts but one is measured on that one.
 * @returns the part of each study, from 0; fewer parts if there are fewer studies
 */
export const nestedParts = (count: number, parts: number, rng: Rng): readonly number[] => {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const partOf = new Array<number>(count);
  order.forEach((study, position) => {
    partOf[study] = position % parts;
  });
  return partOf;
};

/** Fits on every part's complement and applies the fit to the part; returns the results in study order. */
export const throughParts = <T, F, R>(
  items: readonly T[],
  partOf: readonly number[],
  { learn, apply }: { readonly learn: (others: readonly T[]) => F; readonly apply: (item: T, fitted: F) => R },
): { readonly fitted: readonly F[]; readonly results: readonly R[] } => {
  const parts = [...new Set(partOf)].sort((a, b) => a - b);
  const fitted = parts.map((part) => learn(items.filter((_, index) => partOf[index] !== part)));
  return { fitted, results: items.map((item, index) => apply(item, fitted[parts.indexOf(partOf[index]!)]!)) };
};
