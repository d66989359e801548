import type { Organ } from '../anatomy/organs.ts';
import type { Scene } from '../anatomy/patient.ts';
import { tabulated } from '../anatomy/profiles.ts';
import type { Signals } from '../anatomy/tissues.ts';
import { ellipse, ellipsoid, roundedBox } from '../shapes.ts';
import { hill, mix, smoothStep, throughAnchors } from '../smooth.ts';
import { cover, type Painter, type Probe, veil } from './probe.ts';

/** Arc lengths of the muscle profiles: S2, S1, L4/L5, L3, L1, T11. */
const AT_MM = [-105, -72, -38, 17, 85, 150] as const;
const along = (values: readonly [number, number, number, number, number, number]) =>
  throughAnchors(AT_MM.map((at, i) => [at, values[i]!] as const));

const PSOAS = {
  a: along([12, 15, 16, 13, 7, 2]),
  b: along([14, 18, 20, 16, 9, 3]),
  u: along([-24, -12, -4, 0, 3, 6]),
  gap: along([34, 22, 12, 9, 6, 4]),
};
const ERECTOR = {
  a: along([10, 20, 28, 32, 31, 28]),
  b: along([6, 12, 17, 19, 17, 15]),
  u: along([20, 30, 36, 37, 34, 32]),
};
/** Quadratus lumborum ends at the iliac crest. */
const QUADRATUS_A = along([0.5, 0.5, 6, 13, 10, 4]);

/** Skin of the back above the centre of L3/L4's body, at (x, z) from there. */
const skinDepth = (fromMm: number, x: number, z: number): number =>
  fromMm + (z > 0 ? 0.0007 : 0.0013) * z * z - (x * x) / 330 - 2.5 * hill(x / 16);

const backMuscles = ({ anatomy, signals, texture, profiles }: Scene): Painter => {
  const [a, b, u] = [tabulated(ERECTOR.a), tabulated(ERECTOR.b), tabulated(ERECTOR.u)];
  const quadratus = tabulated(QUADRATUS_A);
  const bulk = anatomy.muscleBulk;
  return (p) => {
    if (p.u < 0 || p.u > 62 || p.ax > 75) return;
    const halfWidth = a[p.row]! * bulk;
    const centre = u[p.row]!;
    const erector = roundedBox(p.ax - halfWidth - 2, p.u - centre + 0.0022 * p.ax * p.ax, halfWidth, b[p.row]! * bulk);
    const q = quadratus[p.row]! * bulk;
    const lateral = ellipse(p.ax - 52, p.u - 12, q, 0.65 * q);
    const distance = Math.min(erector, q > 1 ? lateral : 9);
    if (distance > 1) return;
    // Streaks of fat run with the fibres and are most frequent deep, low and near the midline.
    const deep = 1 - smoothStep(4, 26, p.ax) * 0.6;
    const streak = 1.2 * texture(p.x / 3.6, p.u / 3.6, p.s / 16);
    const fat = smoothStep(0.62, 1.05, streak + anatomy.muscleFat * deep * (p.s < 0 ? 0.9 : 0.6));
    cover(p, distance, mix(signals.muscle, signals.fat, 0.8 * fat));
    // The septum between multifidus and longissimus.
    const septum = Math.abs(p.ax - 16 - 0.35 * (p.u - centre)) - 0.3;
    if (p.u > profiles.backWall[p.row]! + 18) veil(p, Math.max(septum, erector), signals.fat, 0.55);
  };
};

const psoas = ({ anatomy, signals, profiles, texture }: Scene): Painter => {
  const [a, b, u, gap] = [tabulated(PSOAS.a), tabulated(PSOAS.b), tabulated(PSOAS.u), tabulated(PSOAS.gap)];
  return (p) => {
    if (p.ax < 12 || p.ax > 80 || p.u > 30 || p.u < -50) return;
    const lateral = profiles.bodyWidth[p.row]! + gap[p.row]!;
    const half = a[p.row]! * anatomy.muscleBulk;
    const distance = ellipse(p.ax - lateral, p.u - u[p.row]!, half, b[p.row]! * anatomy.muscleBulk);
    if (distance > 1) return;
    const streak = smoothStep(0.55, 0.9, texture(p.x / 4, p.u / 4, p.s / 22));
    cover(p, distance, mix(signals.muscle, signals.fat, 0.35 * streak));
  };
};

/** The vessels lie on the front of the discs. */
const VESSELS_U = -18.5;

/** Aorta and vena cava anterior to the spine; both fork in front of L4 and L5. */
const vessels = ({ anatomy, layout, signals }: Scene): Painter => {
  const forkMm = layout.vertebrae[6]!.middleMm;
  return (p) => {
    const front = VESSELS_U;
    if (p.u > front + 4 || p.u < front - 38 || p.ax > 60) return;
    const apart = 0.5 * Math.max(0, forkMm - p.s);
    const apartVein = 0.55 * Math.max(0, forkMm - 18 - p.s);
    const r = apart > 0 ? Math.max(4.5, anatomy.aortaMm - 0.3 * apart) : anatomy.aortaMm;
    const artery = Math.min(
      ellipse(p.lx - 6 - apart, p.u - front + anatomy.aortaMm + 3, r, r),
      apart > 0 ? ellipse(p.lx - 6 + 1.3 * apart, p.u - front + anatomy.aortaMm + 3, r, r) : 9,
    );
    cover(p, artery - 0.8, signals.bowelWall);
    cover(p, artery, signals.blood);
    const rv = apartVein > 0 ? 6 : 10;
    const vein = Math.min(
      ellipse(p.lx + 12 + 0.7 * apartVein, p.u - front + 9, rv, 0.75 * rv),
      apartVein > 0 ? ellipse(p.lx + 12 - 1.5 * apartVein, p.u - front + 8, rv, 0.75 * rv) : 9,
    );
    cover(p, vein, signals.slowBlood);
  };
};

const organ = (p: Probe, { x, y, z, radii, wall, inside, wallMm }: Organ, signals: Signals): void => {
  const dx = p.x - x;
  const dy = p.y - y;
  const dz = p.z - z;
  if (Math.abs(dx) > radii.a + 2 || Math.abs(dy) > radii.b + 2 || Math.abs(dz) > radii.c + 2) return;
  const distance = ellipsoid(dx, dy, dz, radii);
  cover(p, distance, signals[wall]);
  cover(p, distance + wallMm, signals[inside]);
};

const belly = ({ organs: { bowel, kidneys }, signals }: Scene): Painter => {
  const bowelBackMm = Math.max(...bowel.map(({ y, radii }) => y + radii.b)) + 2;
  return (p) => {
    if (p.y < bowelBackMm) for (const loop of bowel) organ(p, loop, signals);
    else if (p.ax > 30) for (const kidney of kidneys) organ(p, kidney, signals);
  };
};

/** Region that bodies, discs and canal will cover later. */
const isWithinSpine = (p: Probe): boolean => p.ax < 10 && p.u > -12 && p.u < 22;

/** Skin, fat, belly, muscles and vessels: everything but the spine. Outside the body, the signal stays 0 and the result is false. */
export const surroundingsPainter = (scene: Scene): ((p: Probe) => boolean) => {
  const { anatomy, signals } = scene;
  const { originMm } = anatomy;
  const skinFromMm = originMm.y + 68 * anatomy.size + anatomy.backFatMm;
  const paintBelly = belly(scene);
  const paintBack = backMuscles(scene);
  const paintPsoas = psoas(scene);
  const paintVessels = vessels(scene);
  return (p) => {
    const skin = p.y - skinDepth(skinFromMm, p.x - originMm.x, p.z - originMm.z);
    p.value = 0;
    if (skin > 2) return false;
    cover(p, skin, signals.skin);
    cover(p, skin + 1.6, signals.fat);
    if (isWithinSpine(p)) return true;
    paintBelly(p);
    paintBack(p);
    paintPsoas(p);
    paintVessels(p);
    return true;
  };
};
