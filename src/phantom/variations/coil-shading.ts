import { minus } from '../../domain/vec3.ts';
import { pixelCentre } from '../acquisition/slice-plane.ts';
import { between, pick, type Rng } from '../rng.ts';
import { hill } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

/** A weak coil element, behind the patient. */
const drawShade = (rng: Rng, strength: number) => ({
  xMm: between(rng, -40, 40),
  yMm: between(rng, 0, 60),
  zMm: pick(rng, [-1, 1]) * between(rng, 30, 110),
  depth: 0.85 * strength,
  reachMm: between(rng, 70, 120),
});

/** Falls off from back to front, by a factor e per this many mm. */
const fallMm = (strength: number): number => 220 - 130 * strength;

export const coilShading = defineVariation({
  name: 'coil-shading',
  summary: 'A surface coil that is bright behind and dark in front, with one element that gives little.',
  share: 0.35,
  draw: (rng, strength) => {
    const shade = drawShade(rng, strength);
    const fall = fallMm(strength);
    return {
      image: (signal, { geometry, patient: { anatomy } }) =>
        signal.map((value, i) => {
          const { x, y, z } = minus(pixelCentre(geometry, i), anatomy.originMm);
          const off = Math.hypot(x - shade.xMm, y - shade.yMm, z - shade.zMm);
          return value * Math.exp((y - 20) / fall) * (1 - shade.depth * hill(off / shade.reachMm));
        }),
    };
  },
});
