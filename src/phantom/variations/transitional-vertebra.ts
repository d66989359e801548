import { type Anatomy, type DiscAnatomy, discOf, S1 } from '../anatomy/anatomy.ts';
import { between, chance } from '../rng.ts';
import { defineVariation } from './define-variation.ts';

const withDisc = (anatomy: Anatomy, at: number, change: Partial<DiscAnatomy>): Anatomy => ({
  ...anatomy,
  discs: anatomy.discs.map((disc, index) => (index === at ? { ...disc, ...change } : disc)),
});

/** L5 is fused with the sacrum: its disc is a remnant, and it has sacral wings. */
const sacralised = (anatomy: Anatomy, heightMm: number): Anatomy => ({
  ...withDisc(anatomy, discOf('l5_s1'), { heightMm, hydration: 0.15, bulgeMm: 0.2, facetWear: 0, fattyEndplate: 0 }),
  freeLumbar: 4,
});

/** S1 is free: a full disc below it. */
const lumbarised = (anatomy: Anatomy, heightMm: number): Anatomy => ({
  ...withDisc(anatomy, S1, { heightMm, hydration: 0.6, bulgeMm: 0.5 }),
  freeLumbar: 6,
});

export const transitionalVertebra = defineVariation({
  name: 'transitional-vertebra',
  summary: 'Four or six lumbar vertebrae are free of the sacrum; levels keep their names, counted from the head.',
  share: 0.1,
  draw: (rng, strength) => {
    const four = chance(rng, 0.55);
    const heightMm = four ? between(rng, 2.5, 4.5) : 3 + strength * between(rng, 3, 5);
    return { anatomy: (anatomy) => (four ? sacralised(anatomy, heightMm) : lumbarised(anatomy, heightMm)) };
  },
});
