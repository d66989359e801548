import { topOfSacrum } from '../anatomy/anatomy.ts';
import { behindRoof, restingRoof } from '../anatomy/passages.ts';
import type { Scene } from '../anatomy/patient.ts';
import { type Knob, type VertebralArch, vertebralArches } from '../anatomy/vertebral-arch.ts';
import { ellipse, ellipsoid, roundedBox, tube } from '../shapes.ts';
import { mix } from '../smooth.ts';
import { bone, slab } from './paint-bone.ts';
import { type Painter, type Probe, veil } from './probe.ts';

const knob = (p: Probe, o: Knob): number => ellipsoid(p.ax - o.ax, p.s - o.s, p.u - o.u, o.radii);

const pedicleAndWing = (p: Probe, { pedicle, transverse, free }: VertebralArch): number => {
  const round = ellipse(p.ax - pedicle.ax, p.s - pedicle.s, pedicle.halfWidth, pedicle.halfHeight);
  const bar = Math.max(round, pedicle.fromU - p.u, p.u - pedicle.toU);
  return free ? Math.min(bar, tube(p, transverse)) : bar;
};

/** Lamina and spinous process; `gable` is the distance behind the inner surface of the canal's roof. */
const laminaAndSpine = (p: Probe, gable: number, { lamina, spinous, lowerJoint }: VertebralArch): number => {
  // Laminae slope backward and downward.
  const lean = gable - 3 + 0.12 * (p.s - lamina.s);
  const plate = Math.max(
    slab(lean, lamina.thickness / 2),
    slab(p.s - lamina.s, lamina.halfHeight),
    p.ax - lowerJoint[0].ax - 3,
  );
  const tilt = p.s - spinous.s + 0.18 * (p.u - spinous.fromU);
  const half = 0.5 * (spinous.toU - spinous.fromU);
  const blade = roundedBox(p.u - spinous.fromU - half, tilt, half, spinous.halfHeight);
  const spine = Math.max(p.ax - spinous.halfWidth, blade);
  return Math.min(plate, spine);
};

/** The ligamenta flava line the roof between the laminae; posterior narrowing is theirs. */
const flavum = (p: Probe, scene: Scene): void => {
  const { profiles, signals } = scene;
  const between = profiles.interlaminar[p.row]!;
  if (between <= 0) return;
  const outer = restingRoof(profiles, p) + 3.4;
  veil(p, Math.max(p.back - p.u, p.u - outer, p.ax - 13), signals.flavum, between);
};

const jointFluid = (p: Probe, gap: number, { signals, anatomy, profiles }: Scene): void => {
  if (gap > 1.6) return;
  const wear = anatomy.discs[profiles.disc[p.row]!]!.facetWear;
  veil(p, gap - 1.1, mix(signals.muscle, signals.jointFluid, 0.3 + 0.6 * wear), 0.75);
};

/** Behind the joints there are only spinous processes, lateral to them transverse ones. */
const isBeyondArch = ({ ax, u }: Probe, wallU: number): boolean => {
  const behindWall = u - wallU;
  if (behindWall < -6) return true;
  if (ax > 5 && behindWall > 32) return true;
  return ax > 25 && behindWall > 19;
};

/** Pedicles, joints, laminae, spinous and transverse processes, and the ligamenta flava. */
export const archPainter = (scene: Scene): Painter => {
  const { layout, profiles, anatomy, signals } = scene;
  const sacrum = topOfSacrum(anatomy);
  const arches = vertebralArches(anatomy, layout, profiles);
  return (p) => {
    if (isBeyondArch(p, profiles.backWall[p.row]!)) return;
    const disc = profiles.disc[p.row]!;
    const upper = arches[disc]!;
    const lower = arches[disc + 1]!;
    flavum(p, scene);
    const gable = behindRoof(profiles, p);
    const ofUpper = Math.min(
      pedicleAndWing(p, upper),
      laminaAndSpine(p, gable, upper),
      upper.free ? knob(p, upper.lowerJoint[p.side]) : 99,
    );
    const below = Math.min(pedicleAndWing(p, lower), laminaAndSpine(p, gable, lower));
    const process = knob(p, lower.upperJoint[p.side]);
    const ofLower = disc < sacrum ? Math.min(below, process) : below;
    if (p.ax < 4 && gable > 3) veil(p, Math.max(p.ax - 2, gable - 30), signals.ligament, 0.5);
    bone(p, ofLower, scene);
    bone(p, ofUpper, scene);
    if (disc < sacrum) jointFluid(p, Math.max(Math.abs(ofUpper - process), ofUpper - 1, process - 1), scene);
  };
};
