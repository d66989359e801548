import { between, pick } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

export const fatSuppression = defineVariation({
  name: 'fat-suppression',
  summary: 'Fat and fatty marrow are dark on the sagittal or the axial T2 series.',
  share: 0.15,
  draw: (rng, strength) => {
    const kind = pick(rng, ['Sagittal T2/STIR', 'Sagittal T2/STIR', 'Axial T2']);
    const left = mix(0.45, 0.1, strength) * between(rng, 0.8, 1.2);
    return {
      series: (plan) => (plan.kind === kind ? { ...plan, fatSuppressed: true } : plan),
      signals: (signals, plan) =>
        plan.kind !== kind || plan.contrast === 'STIR'
          ? signals
          : {
              ...signals,
              fat: signals.fat * left,
              epiduralFat: signals.epiduralFat * left,
              skin: signals.skin * mix(1, left, 0.3),
              marrow: signals.marrow * mix(1, left, 0.55),
              fattyMarrow: signals.fattyMarrow * mix(1, left, 0.85),
            },
    };
  },
});
