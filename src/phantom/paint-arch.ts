import { S1 } from './anatomy.ts';
import type { Scene } from './paint-column.ts';
import { backWall, behindRoof, restingRoof } from './passages.ts';
import { cover, type Painter, type Probe, veil } from './probe.ts';
import { ellipse, ellipsoid, roundedBox, tube } from './shapes.ts';
import { mix } from './smooth.ts';
import { type Knob, type VertebralArch, vertebralArches } from './vertebral-arch.ts';

const CORTEX_MM = 1.1;

const knob = (p: Probe, o: Knob): number => ellipsoid(p.ax - o.ax, p.s - o.s, p.u - o.u, o.radii);

/** Slab between two parallel planes, `half` to either side. */
const slab = (distance: number, half: number): number => Math.abs(distance) - half;

const pedicleAndWing = (p: Probe, { pedicle, transverse, free }: VertebralArch): number => {
  const round = ellipse(p.ax - pedicle.ax, p.s - pedicle.s, { a: pedicle.halfWidth, b: pedicle.halfHeight });
  const bar = Math.max(round, pedicle.fromU - p.u, p.u - pedicle.toU);
  return free ? Math.min(bar, tube(p, transverse)) : bar;
};

/** Lamina and spinous process; `gable` is the distance behind the inner surface of the canal's roof. */
const laminaAndSpine = (p: Probe, gable: number, { lamina, spinous, lowerJoint }: VertebralArch): number => {
  // Laminae lean back downwards.
  const lean = gable - 3 + 0.12 * (p.s - lamina.s);
  const plate = Math.max(
    slab(lean, lamina.thickness / 2),
    slab(p.s - lamina.s, lamina.halfHeight),
    p.ax - lowerJoint[0].ax - 3,
  );
  const tilt = p.s - spinous.s + 0.18 * (p.u - spinous.fromU);
  const half = 0.5 * (spinous.toU - spinous.fromU);
  const blade = roundedBox(p.u - spinous.fromU - half, tilt, { a: half, b: spinous.halfHeight });
  const spine = Math.max(p.ax - spinous.halfWidth, blade);
  return Math.min(plate, spine);
};

const bone = (p: Probe, distance: number, { signals, texture }: Scene): void => {
  cover(p, distance, signals.cortex);
  if (distance < 0.5)
    cover(p, distance + CORTEX_MM, signals.marrow * (1.05 + 0.12 * texture(p.x / 4, p.y / 4, p.z / 4)));
};

/** The yellow ligaments line the roof between the laminae; what narrows from behind is theirs. */
const flavum = (p: Probe, inner: number, scene: Scene): void => {
  const { profiles, signals } = scene;
  const between = profiles.interlaminar[p.row]!;
  if (between <= 0) return;
  const outer = restingRoof(profiles, p) + 3.4;
  veil(p, Math.max(inner - p.u, p.u - outer, p.ax - 13), { signal: signals.flavum, opacity: between });
};

/** Sacral wings: broad marrow beside S1 and below, with the sacral foramina as holes of fat. */
const sacralWings = (scene: Scene): Painter => {
  const { layout, signals, profiles } = scene;
  const topMm = layout.vertebrae[S1]!.topMm;
  return (p) => {
    const below = topMm - p.s;
    if (below < -3 || p.ax > 56 || p.ax < 10) return;
    const half = 47 - 0.3 * below;
    const wall = profiles.backWall[p.row]!;
    const front = -0.75 * profiles.bodyDepth[p.row]! + 0.34 * (p.ax - 12) + Math.max(0, 9 - below) * 0.5;
    const wing = Math.max(p.ax - half, front - p.u, p.u - wall - 11, 2 + 0.3 * (p.ax - 20) - below);
    bone(p, wing, scene);
    const disc = profiles.disc[p.row]!;
    if (disc < S1) return;
    const hole = ellipse(p.ax - 18, p.s - layout.discs[disc]!.middleMm - 1, { a: 4.2, b: 6.5 });
    cover(p, Math.max(hole, p.ax - 30, front - p.u, p.u - wall - 11), signals.epiduralFat);
  };
};

/** Iliac bones beside the sacrum, seen at the lower end of axial stacks. */
const iliac = (scene: Scene): Painter => {
  const crestMm = scene.layout.discs[S1 - 2]!.middleMm - 6;
  return (p) => {
    if (p.ax < 40 || p.s > crestMm + 4 || p.u > 45) return;
    const outward = 0.62 * (p.ax - 58) + 0.78 * (p.u - 12);
    bone(p, Math.max(slab(outward, 4 + 0.03 * (crestMm - p.s)), p.s - crestMm + 0.25 * Math.abs(p.u), p.u - 42), scene);
  };
};

const jointFluid = (p: Probe, gap: number, { signals, anatomy, profiles }: Scene): void => {
  if (gap > 1.6) return;
  const wear = anatomy.discs[profiles.disc[p.row]!]!.facetWear;
  veil(p, gap - 1.1, { signal: mix(signals.muscle, signals.jointFluid, 0.3 + 0.6 * wear), opacity: 0.75 });
};

/** Pedicles, joints, laminae, spinous and transverse processes, yellow ligaments, sacral wings, iliac bones. */
export const archPainter = (scene: Scene): Painter => {
  const { layout, profiles, anatomy, signals } = scene;
  const arches = vertebralArches(anatomy, layout, profiles);
  const wings = sacralWings(scene);
  const ilium = iliac(scene);
  return (p) => {
    wings(p);
    ilium(p);
    if (p.u < profiles.backWall[p.row]! - 6 || p.u > 66 || p.ax > 46) return;
    const disc = profiles.disc[p.row]!;
    const upper = arches[disc]!;
    const lower = arches[disc + 1]!;
    const inner = backWall(profiles, p);
    flavum(p, inner, scene);
    const gable = behindRoof(profiles, p);
    const ofUpper = Math.min(
      pedicleAndWing(p, upper),
      laminaAndSpine(p, gable, upper),
      upper.free ? knob(p, upper.lowerJoint[p.side]) : 99,
    );
    const below = Math.min(pedicleAndWing(p, lower), laminaAndSpine(p, gable, lower));
    const process = knob(p, lower.upperJoint[p.side]);
    const ofLower = disc < S1 ? Math.min(below, process) : below;
    if (p.ax < 4 && gable > 3) veil(p, Math.max(p.ax - 2, gable - 30), { signal: signals.ligament, opacity: 0.5 });
    bone(p, ofLower, scene);
    bone(p, ofUpper, scene);
    if (disc < S1) jointFluid(p, Math.max(Math.abs(ofUpper - process), ofUpper - 1, process - 1), scene);
  };
};
