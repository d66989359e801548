import { between, chance, pick, type Rng } from '../rng.ts';
import type { Radii } from '../shapes.ts';
import type { Anatomy } from './anatomy.ts';
import type { Tissue } from './tissues.ts';

/** An ellipsoid with a wall, in patient mm. */
export interface Organ {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radii: Radii;
  readonly wall: Tissue;
  readonly inside: Tissue;
  readonly wallMm: number;
}

const BOWEL_LOOPS = 20;

const bowelLoop = (rng: Rng, { originMm: o, size }: Anatomy): Organ => {
  const radius = between(rng, 8, 17);
  return {
    x: o.x + between(rng, -85, 85),
    y: o.y - between(rng, 60, 108) * size,
    z: o.z + between(rng, -120, 130),
    radii: { a: radius * between(rng, 0.9, 1.8), b: radius, c: radius * between(rng, 0.8, 1.7) },
    wall: 'bowelWall',
    inside: pick(rng, ['gas', 'bowelFluid', 'bowelWall', 'bowelWall', 'muscle']),
    wallMm: between(rng, 1.5, 3),
  };
};

const kidney = (rng: Rng, { originMm: o, size }: Anatomy, side: 1 | -1): Organ => ({
  x: o.x + side * between(rng, 60, 68) * size,
  y: o.y + between(rng, -2, 8),
  z: o.z + between(rng, 78, 96) - (side < 0 ? 10 : 0),
  radii: { a: 20 * size, b: 24 * size, c: 50 * size },
  wall: 'kidney',
  inside: 'kidney',
  wallMm: 3,
});

/** Kidneys at L1 to L3, rarely only the left one, and anterior bowel loops. */
export const drawOrgans = (rng: Rng, anatomy: Anatomy) => {
  const left = kidney(rng, anatomy, 1);
  const right = kidney(rng, anatomy, -1);
  return {
    bowel: Array.from({ length: BOWEL_LOOPS }, () => bowelLoop(rng, anatomy)),
    kidneys: chance(rng, 0.95) ? [left, right] : [left],
  };
};
