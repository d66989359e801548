import { discOf } from '../anatomy/anatomy.ts';
import { chance, pick } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

/** Rarely a vertebra slips backward instead. */
const BACKWARDS = 0.2;

export const listhesis = defineVariation({
  name: 'listhesis',
  summary: 'A vertebra has slipped forward over the next by up to 9 mm, rarely back by less.',
  share: 0.12,
  draw: (rng, strength) => {
    const at = discOf(pick(rng, ['l4_l5', 'l4_l5', 'l4_l5', 'l5_s1', 'l5_s1', 'l3_l4']));
    const slipMm = chance(rng, BACKWARDS) ? -mix(2, 4, strength) : mix(2, 9, strength);
    return {
      anatomy: (anatomy) => ({ ...anatomy, slipsMm: anatomy.discs.map((_, disc) => (disc === at ? slipMm : 0)) }),
    };
  },
});
