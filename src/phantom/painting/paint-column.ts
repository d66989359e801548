import { S1 } from '../anatomy/anatomy.ts';
import type { Scene } from '../anatomy/patient.ts';
import { roundedBox, roundedIntersection } from '../shapes.ts';
import { mix, smoothStep } from '../smooth.ts';
import { cover, type Painter, type Probe, veil } from './probe.ts';

/** Endplates are concave; cortical bone and rim are thin. */
const HOLLOW_MM = 1.3;
const CORTEX_MM = 0.95;
const CORNER_MM = 2;

/** Marrow with its grain, the basivertebral vein half way up, and fat along worn endplates. */
const marrowOf =
  ({ anatomy, layout, profiles, signals, texture }: Scene) =>
  (p: Probe, radial: number): number => {
    const disc = profiles.disc[p.row]!;
    const edgeMm = -profiles.endplate[p.row]!;
    const fatty = anatomy.discs[disc]!.fattyEndplate * (1 - smoothStep(3, 9, edgeMm));
    const grain = 1 + 0.15 * texture(p.x / 4.5, p.y / 4.5, p.z / 4.5);
    const middle = layout.vertebrae[p.s > layout.discs[disc]!.middleMm ? disc : disc + 1]!.middleMm;
    const off = Math.abs(p.s - middle) + 0.25 * p.ax + (radial < 0.3 || p.u < 0 ? 4 : 0);
    const vein = disc > S1 ? 0 : 0.7 * (1 - smoothStep(0.8, 2.6, off));
    return mix(mix(signals.marrow, signals.fattyMarrow, fatty) * grain, signals.vein, vein);
  };

/** Dark annulus outside, the nucleus with its cleft inside; `radial` is 0 at the centre and 1 at the rim. */
const discOf =
  ({ anatomy, layout, profiles, signals }: Scene) =>
  (p: Probe, radial: number): number => {
    const disc = profiles.disc[p.row]!;
    const { hydration } = anatomy.discs[disc]!;
    const nucleus = mix(signals.dryNucleus, signals.wetNucleus, hydration);
    const cleft = 0.35 * hydration * (1 - smoothStep(0.4, 1.6, Math.abs(p.s - layout.discs[disc]!.middleMm)));
    return mix(signals.annulus, nucleus * (1 - cleft), 1 - smoothStep(0.3, 0.85, radial));
  };

/** Vertebral bodies and discs. */
export const columnPainter = (scene: Scene): Painter => {
  const { profiles, signals } = scene;
  const marrow = marrowOf(scene);
  const disc = discOf(scene);
  return (p) => {
    const { row } = p;
    const a = profiles.bodyWidth[row]!;
    const b = profiles.bodyDepth[row]!;
    const bulge = profiles.bulge[row]!;
    const wall = profiles.backWall[row]!;
    if (p.ax > a + 5 || p.u < -b - 5 || p.u > wall + 4) return;
    const outline = roundedBox(p.lx, p.u, a, b);
    // Backs of bodies are flat to slightly concave in the midline.
    const back = p.u - wall + 0.9 * Math.max(0, 1 - (p.ax * p.ax) / 80);
    const radial = Math.min(1, (p.ax * p.ax) / (a * a) + (p.u * p.u) / (b * b));
    const endplate = profiles.endplate[row]! + HOLLOW_MM * (1 - radial);
    const rim = Math.max(outline - bulge, back - 0.5 * bulge);
    const inDisc = Math.max(rim, -endplate);
    cover(p, inDisc, signals.annulus);
    if (inDisc < -0.5) cover(p, inDisc + 1, disc(p, Math.max(radial, 1 + rim / 9)));
    const body = roundedIntersection(Math.max(outline, back), endplate, CORNER_MM);
    cover(p, body - 0.3, signals.cortex);
    if (body < 1) cover(p, body + CORTEX_MM, marrow(p, radial));
    if (Math.abs(rim) < 2) veil(p, Math.abs(rim - 0.4) - 0.5, signals.ligament, 0.7);
  };
};
