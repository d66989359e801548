import { S1, topOfSacrum } from '../anatomy/anatomy.ts';
import type { Scene } from '../anatomy/patient.ts';
import { ellipse } from '../shapes.ts';
import { bone, slab } from './paint-bone.ts';
import { cover, type Painter } from './probe.ts';

/** Sacral wings: broad marrow lateral to S1 and below, with the sacral foramina as holes of fat. */
const sacralWings = (scene: Scene): Painter => {
  const { anatomy, layout, signals, profiles } = scene;
  const sacrum = topOfSacrum(anatomy);
  const topMm = layout.vertebrae[sacrum]!.topMm;
  return (p) => {
    const below = topMm - p.s;
    if (below < -3 || p.ax > 56 || p.ax < 10) return;
    const half = 47 - 0.3 * below;
    const wall = profiles.backWall[p.row]!;
    const front = -0.75 * profiles.bodyDepth[p.row]! + 0.34 * (p.ax - 12) + Math.max(0, 9 - below) * 0.5;
    const wing = Math.max(p.ax - half, front - p.u, p.u - wall - 11, 2 + 0.3 * (p.ax - 20) - below);
    bone(p, wing, scene);
    const disc = profiles.disc[p.row]!;
    if (disc < sacrum) return;
    const hole = ellipse(p.ax - 18, p.s - layout.discs[disc]!.middleMm - 1, 4.2, 6.5);
    cover(p, Math.max(hole, p.ax - 30, front - p.u, p.u - wall - 11), signals.epiduralFat);
  };
};

/** Iliac bones lateral to the sacrum, visible at the lower end of axial stacks. */
const iliac = (scene: Scene): Painter => {
  const crestMm = scene.layout.discs[S1 - 2]!.middleMm - 6;
  return (p) => {
    if (p.ax < 40 || p.s > crestMm + 4 || p.u > 45) return;
    const outward = 0.62 * (p.ax - 58) + 0.78 * (p.u - 12);
    bone(p, Math.max(slab(outward, 4 + 0.03 * (crestMm - p.s)), p.s - crestMm + 0.25 * Math.abs(p.u), p.u - 42), scene);
  };
};

/** Arc length below which there may be pelvis. */
export const pelvisTopMm = ({ layout }: Scene): number => layout.discs[S1 - 2]!.middleMm;

/** Sacral wings and iliac bones. */
export const pelvisPainter = (scene: Scene): Painter => {
  const [wings, ilium] = [sacralWings(scene), iliac(scene)];
  return (p) => {
    wings(p);
    ilium(p);
  };
};
