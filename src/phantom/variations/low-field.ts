import { between } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';
import { blurred } from './pixels.ts';

export const lowField = defineVariation({
  name: 'low-field',
  summary: 'A scanner of low field: up to three times the noise, soft edges, thicker slices.',
  share: 0.18,
  draw: (rng, strength) => {
    const noise = mix(1.6, 2.8, strength) * between(rng, 0.9, 1.1);
    const thicker = 1 + 0.12 * strength;
    return {
      series: (plan) => ({
        ...plan,
        noise: plan.noise * noise,
        thicknessMm: Number(Math.min(plan.spacingMm, plan.thicknessMm * thicker).toFixed(3)),
        fieldTesla: 0.3,
      }),
      image: (signal, { geometry }) => blurred(signal, geometry, 0.22 * strength),
    };
  },
});
