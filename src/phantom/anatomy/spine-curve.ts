import type { Vec3 } from '../../domain/study.ts';
import { clamp, hill, smoothStep } from '../smooth.ts';
import type { Anatomy } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';

/** Range along the spine, towards the head, in mm of arc length. */
export const S_MIN_MM = -150;
export const S_MAX_MM = 190;
const STEP_MM = 0.5;
const COUNT = (S_MAX_MM - S_MIN_MM) / STEP_MM + 1;

/** Distribution of the bends: kyphosis above T12, lordosis (shares of it) to S1, kyphosis of the sacrum, in radians. */
const THORACIC_RAD = [-0.04, -0.03, 0];
const LORDOSIS_SHARES = [0.08, 0.13, 0.2, 0.26, 0.33];
const SACRAL_RAD = [-0.12, -0.22, -0.24];
/** Length over which a disc's bend is spread (standard deviation of the equivalent Gaussian). */
const BEND_MM = 13;

const bendsOf = ({ lordosisRad }: Anatomy): readonly number[] => [
  ...THORACIC_RAD,
  ...LORDOSIS_SHARES.map((share) => share * lordosisRad),
  ...SACRAL_RAD,
];

/** A logistic step with the standard deviation of a Gaussian one. */
const softStep = (t: number): number => 1 / (1 + Math.exp((-1.702 * t) / BEND_MM));

const tiltsOf = (anatomy: Anatomy, { discs }: ColumnLayout): Float64Array => {
  const bends = bendsOf(anatomy);
  return Float64Array.from({ length: COUNT }, (_, index) => {
    const s = S_MIN_MM + index * STEP_MM;
    return discs.reduce(
      (tilt, { middleMm }, disc) => tilt + bends[disc]! * (softStep(s - middleMm) - softStep(-middleMm)),
      anatomy.pitchRad,
    );
  });
};

/** Running integral, zero at s = 0. */
const integrated = (slope: Float64Array): Float64Array => {
  const sums = new Float64Array(COUNT);
  for (let i = 1; i < COUNT; i++) sums[i] = sums[i - 1]! + ((slope[i - 1]! + slope[i]!) / 2) * STEP_MM;
  const zero = sums[-S_MIN_MM / STEP_MM]!;
  return sums.map((sum) => sum - zero);
};

/** Linear interpolation in a table over s, clamped at its ends. */
const tableAt = (table: Float64Array, sMm: number): number => {
  const at = clamp((sMm - S_MIN_MM) / STEP_MM, 0, COUNT - 1.001);
  const index = Math.floor(at);
  return table[index]! + (table[index + 1]! - table[index]!) * (at - index);
};

/** Index of a table of the curve -> arc length. */
export const arcLengthAt = (index: number): number => S_MIN_MM + index * STEP_MM;

/** Half the length over which a slip shears the spine, less than a disc's height. */
const SLIP_MM = 4;

/** Forward displacement of slipped vertebrae, perpendicular to the curve; undefined if none has slipped. */
const slippedMm = ({ slipsMm }: Anatomy, { discs }: ColumnLayout): ((sMm: number) => number) | undefined => {
  if (slipsMm === undefined) return undefined;
  const above = (disc: number, sMm: number) => smoothStep(-SLIP_MM, SLIP_MM, sMm - discs[disc]!.middleMm);
  return (sMm) => slipsMm.reduce((sum, slip, disc) => sum + slip * (above(disc, sMm) - above(disc, 0)), 0);
};

/** Moves a curve forward, perpendicular to itself. */
const slip = (curve: { tilts: Float64Array; yMm: Float64Array; zMm: Float64Array }, byMm: (sMm: number) => number) => {
  const moved = curve.tilts.map((_, index) => byMm(arcLengthAt(index)));
  return {
    yMm: curve.yMm.map((y, index) => y - moved[index]! * Math.cos(curve.tilts[index]!)),
    zMm: curve.zMm.map((z, index) => z + moved[index]! * Math.sin(curve.tilts[index]!)),
  };
};

/** The curve of the spine through the centre of L3/L4, from the bends of the discs: its frame at each step, and the way from it to the patient. */
export const spineCurve = (anatomy: Anatomy, layout: ColumnLayout) => {
  const tilts = tiltsOf(anatomy, layout);
  const straight = { tilts, yMm: integrated(tilts.map(Math.sin)), zMm: integrated(tilts.map(Math.cos)) };
  const slipped = slippedMm(anatomy, layout);
  const { yMm, zMm } = slipped === undefined ? straight : slip(straight, slipped);
  const { originMm: o, scoliosisMm, scoliosisAtMm } = anatomy;
  const midlineMm = (sMm: number) =>
    o.x + scoliosisMm * (hill((sMm - scoliosisAtMm) / 110) - hill(scoliosisAtMm / 110));
  return {
    /** Tilt at arc length s: the direction towards the head is (0, sin, cos), towards the back (0, cos, -sin). */
    tiltRad: (sMm: number) => tableAt(tilts, sMm),
    /** Lateral position of the midline. */
    midlineMm,
    /** Maps local to patient coordinates: `lateralMm` to the left and `depthMm` to the back of the centre line at `sMm`. */
    toPatient: ({ lateralMm, sMm, depthMm }: Record<'lateralMm' | 'sMm' | 'depthMm', number>): Vec3 => {
      const tilt = tableAt(tilts, sMm);
      return {
        x: midlineMm(sMm) + lateralMm,
        y: o.y + tableAt(yMm, sMm) + depthMm * Math.cos(tilt),
        z: o.z + tableAt(zMm, sMm) - depthMm * Math.sin(tilt),
      };
    },
    yMm: yMm.map((y) => y + o.y),
    zMm: zMm.map((z) => z + o.z),
    tilts,
  };
};

export type SpineCurve = ReturnType<typeof spineCurve>;
