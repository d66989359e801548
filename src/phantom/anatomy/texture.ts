import type { Rng } from '../rng.ts';

const SIZE = 32;
const MASK = SIZE - 1;

/** Smooth spatial noise, about -1..1, with cells of length 1 and a period of 32 cells. */
export type Texture = (x: number, y: number, z: number) => number;

/** Random values on a lattice, interpolated trilinearly. */
export const createTexture = (rng: Rng): Texture => {
  const lattice = Float32Array.from({ length: SIZE ** 3 }, () => 2 * rng() - 1);
  return (x, y, z) => {
    const fx = Math.floor(x);
    const fy = Math.floor(y);
    const fz = Math.floor(z);
    const tx = x - fx;
    const ty = y - fy;
    const tz = z - fz;
    const x0 = fx & MASK;
    const x1 = (fx + 1) & MASK;
    const y0 = (fy & MASK) << 5;
    const y1 = ((fy + 1) & MASK) << 5;
    const z0 = (fz & MASK) << 10;
    const z1 = ((fz + 1) & MASK) << 10;
    const a = lattice[z0 + y0 + x0]! + (lattice[z0 + y0 + x1]! - lattice[z0 + y0 + x0]!) * tx;
    const b = lattice[z0 + y1 + x0]! + (lattice[z0 + y1 + x1]! - lattice[z0 + y1 + x0]!) * tx;
    const c = lattice[z1 + y0 + x0]! + (lattice[z1 + y0 + x1]! - lattice[z1 + y0 + x0]!) * tx;
    const d = lattice[z1 + y1 + x0]! + (lattice[z1 + y1 + x1]! - lattice[z1 + y1 + x0]!) * tx;
    const near = a + (b - a) * ty;
    const far = c + (d - c) * ty;
    return near + (far - near) * tz;
  };
};
