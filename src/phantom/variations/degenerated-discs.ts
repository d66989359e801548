import { LEVELS } from '../../domain/vocabulary.ts';
import { type DiscAnatomy, FIRST_GRADED_DISC } from '../anatomy/anatomy.ts';
import { between, chance } from '../rng.ts';
import { clamp } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

interface Wear {
  readonly wear: number;
  readonly fatty: number;
}

const worn = (disc: DiscAnatomy, { wear, fatty }: Wear): DiscAnatomy => ({
  ...disc,
  heightMm: disc.heightMm * (1 - 0.42 * wear),
  hydration: disc.hydration * (1 - wear),
  bulgeMm: Math.min(2.6, disc.bulgeMm + 1.1 * wear),
  facetWear: clamp(disc.facetWear + 0.5 * wear, 0, 1),
  fattyEndplate: Math.max(disc.fattyEndplate, fatty),
});

export const degeneratedDiscs = defineVariation({
  name: 'degenerated-discs',
  summary: 'Dark, low, bulging discs with worn joints and fatty endplates, whether or not anything is narrow there.',
  share: 0.5,
  draw: (rng, strength) => {
    const wears = LEVELS.map((): Wear | undefined => {
      const wear = strength * between(rng, 0.5, 1);
      const fatty = chance(rng, 0.3) ? between(rng, 0.4, 0.9) : 0;
      return chance(rng, 0.55) ? { wear, fatty } : undefined;
    });
    return {
      anatomy: (anatomy) => ({
        ...anatomy,
        discs: anatomy.discs.map((disc, index) => {
          const wear = wears[index - FIRST_GRADED_DISC];
          return wear === undefined ? disc : worn(disc, wear);
        }),
      }),
    };
  },
});
