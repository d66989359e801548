import { between, chance } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

export const scoliosis = defineVariation({
  name: 'scoliosis',
  summary: 'The spine bends to one side, by 6 to 18 mm: no sagittal slice shows the whole canal.',
  share: 0.15,
  draw: (rng, strength) => {
    const scoliosisMm = (chance(rng, 0.5) ? 1 : -1) * mix(4, 18, strength);
    const scoliosisAtMm = between(rng, -20, 45);
    return { anatomy: (anatomy) => ({ ...anatomy, scoliosisMm, scoliosisAtMm }) };
  },
});
