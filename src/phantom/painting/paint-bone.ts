import type { Scene } from '../anatomy/patient.ts';
import { cover, type Probe } from './probe.ts';

const CORTEX_MM = 1.1;

/** Marrow within a shell of cortex. */
export const bone = (p: Probe, distance: number, { signals, texture }: Scene): void => {
  cover(p, distance, signals.cortex);
  if (distance > 0.5) return;
  cover(p, distance + CORTEX_MM, signals.marrow * (1.05 + 0.12 * texture(p.x / 4, p.y / 4, p.z / 4)));
};

/** Slab between two parallel planes, `half` to either side. */
export const slab = (distance: number, half: number): number => Math.abs(distance) - half;
