import { between, chance, namedRngOf } from '../rng.ts';
import { mix } from '../smooth.ts';
import type { Change, VariationInfo } from './define-variation.ts';

/** A variation of a study. */
export interface DrawnVariation {
  readonly name: string;
  readonly strength: number;
  readonly change: Change;
}

/** Weakest strength of a variation, relative to its strongest. */
const WEAKEST = 0.35;

/** Draws the variations of study `index` of a seed. Each has its own RNG stream, so adding or removing one leaves the others unchanged. */
export const drawVariations = (
  variations: readonly VariationInfo[],
  { seed, index, difficulty, quirks }: { seed: number; index: number; difficulty: number; quirks: boolean },
): readonly DrawnVariation[] =>
  variations.flatMap(({ name, share, removes = false, draw }) => {
    const rng = namedRngOf(seed, index, name);
    if (!chance(rng, share * difficulty) || (removes && !quirks)) return [];
    const strength = between(rng, WEAKEST, 1) * mix(0.5, 1, difficulty);
    return [{ name, strength, change: draw(rng, strength) }];
  });
