import { discOf } from '../anatomy/anatomy.ts';
import { type Nerve, nervesOf } from '../anatomy/nerve-roots.ts';
import { foramenAt, recessAt, restingRoof, sacShrink } from '../anatomy/passages.ts';
import type { Scene } from '../anatomy/patient.ts';
import { ellipse, roundedBox, tube } from '../shapes.ts';
import { mix, smoothStep } from '../smooth.ts';
import { cover, type Painter, type Probe, veil } from './probe.ts';

/** Share of a root's surrounding fat replaced by narrowing: graders call it effaced. */
const effaced = (narrowing: number): number => 0.92 * smoothStep(0.45, 0.88, narrowing);

/** Fat of canal, recesses and foramina, painted first. */
const passageFat = (p: Probe, { signals, profiles }: Scene): void => {
  const wall = profiles.backWall[p.row]!;
  if (p.ax > 25 || p.u > wall + 24) return;
  const lateral = p.ax > 13.5 ? foramenAt(profiles, p) : recessAt(profiles, p) * smoothStep(6, 8, p.ax);
  const signal = mix(signals.epiduralFat, signals.flavum, effaced(lateral));
  const canal = Math.max(p.u - restingRoof(profiles, p) - 2, wall - 3 - p.u, p.ax - 12);
  const foramen = roundedBox(p.ax - 13, p.u - wall - 3.5, 10.5, 8.5);
  cover(p, Math.min(canal, foramen), signal);
};

/** Disc protrusion beyond the back of the bodies, and the ligament over it. */
const protrusion = (p: Probe, { signals, profiles }: Scene): void => {
  const { front } = p;
  const wall = profiles.backWall[p.row]!;
  if (front - wall > 0.3) cover(p, Math.max(p.u - front, wall - 1.5 - p.u, p.ax - 23), signals.annulus);
  if (p.ax < 8) veil(p, Math.abs(p.u - front + 0.1) - 0.4, signals.ligament, 0.8);
};

/** Cord, cone and strands or, without remaining fluid, a grey crowd of strands. */
const sacContents = (scene: Scene) => {
  const { anatomy, layout, profiles, signals, strands } = scene;
  const conusMm = layout.discs[discOf('l1_l2')]!.middleMm + anatomy.conusMm;
  return (p: Probe, sac: number): void => {
    const { row } = p;
    const crowd = 0.85 * smoothStep(0.56, 0.9, profiles.canal[row]!);
    cover(p, sac, mix(signals.csf, 0.7 * signals.root, crowd));
    const shrink = sacShrink(profiles, row);
    const a = profiles.sacWidth[row]! * shrink;
    const b = profiles.sacDepth[row]! * shrink;
    const v = p.u - profiles.sacCentre[row]!;
    for (const strand of strands) {
      if (p.s < strand.endMm || p.s > conusMm + 12) continue;
      const across = p.lx - (strand.across + strand.drift * p.s) * a;
      const along = v - strand.along * b;
      if (Math.abs(across) < 2 && Math.abs(along) < 2)
        cover(p, Math.max(sac, Math.sqrt(across * across + along * along) - strand.radius), signals.root);
    }
    const grown = smoothStep(-2, 26, p.s - conusMm);
    if (grown > 0) cover(p, Math.max(sac, ellipse(p.lx, v + 0.4, 0.5 + 4 * grown, 0.5 + 3.2 * grown)), signals.cord);
  };
};

const nerve = (p: Probe, nerveHere: Nerve | undefined, { signals, profiles }: Scene): void => {
  if (nerveHere === undefined || p.s > nerveHere.topMm || p.s < nerveHere.bottomMm || p.ax < 4) return;
  let distance = 9;
  for (const piece of nerveHere.tubes) distance = Math.min(distance, tube(p, piece));
  if (distance > 1) return;
  // A compressed root swells no further than its passage allows.
  const squeeze =
    0.6 * Math.max(recessAt(profiles, p) * (p.ax < 13 ? 1 : 0), foramenAt(profiles, p) * (p.ax < 13 ? 0 : 1));
  cover(p, distance + squeeze, signals.root);
};

/** Canal, recesses and foramina with their contents. Bones and ligaments are painted later. */
export const canalPainter = (scene: Scene): Painter => {
  const { profiles, layout } = scene;
  const nerves = nervesOf(layout, profiles);
  const contents = sacContents(scene);
  return (p) => {
    const { row } = p;
    const wall = profiles.backWall[row]!;
    if (p.u < wall - 12 || p.u > wall + (p.ax > 12 ? 12 : 26)) return;
    passageFat(p, scene);
    protrusion(p, scene);
    const disc = profiles.disc[row]!;
    nerve(p, nerves[disc], scene);
    nerve(p, nerves[disc + 1], scene);
    const shrink = sacShrink(profiles, row);
    const a = profiles.sacWidth[row]! * shrink;
    const b = profiles.sacDepth[row]! * shrink;
    if (b < 0.6 || p.ax > 13) return;
    const outline = ellipse(p.lx, p.u - profiles.sacCentre[row]!, a, b);
    const sac = Math.max(outline, p.front + 0.7 - p.u, p.u - p.back + 0.5);
    cover(p, sac - 0.5, scene.signals.ligament);
    if (sac < 1) contents(p, sac);
  };
};
