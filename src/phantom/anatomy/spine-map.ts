import { clamp } from '../smooth.ts';
import type { Anatomy } from './anatomy.ts';
import { arcLengthAt, type SpineCurve } from './spine-curve.ts';

const CELL_MM = 2;
/** Extent of the map about L3/L4, in mm. */
const FRONT_MM = -90;
const BACK_MM = 130;
const FEET_MM = -170;
const HEAD_MM = 200;
const COLUMNS = (BACK_MM - FRONT_MM) / CELL_MM + 1;
const ROWS = (HEAD_MM - FEET_MM) / CELL_MM + 1;
/** Curve points per search step; projection onto the tangent does the rest. */
const STRIDE = 4;

const nearestIndex = ({ yMm, zMm }: SpineCurve, y: number, z: number): number => {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < yMm.length; i += STRIDE) {
    const dy = y - yMm[i]!;
    const dz = z - zMm[i]!;
    const distance = dy * dy + dz * dz;
    if (distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  return best;
};

/** The foot of the perpendicular from (y, z) to the curve, by two Newton steps from the nearest tabulated point. */
const projected = (curve: SpineCurve, y: number, z: number): { sMm: number; depthMm: number } => {
  const { yMm, zMm, tilts } = curve;
  const last = yMm.length - 1;
  let at = nearestIndex(curve, y, z);
  let depthMm = 0;
  for (let round = 0; round < 2; round++) {
    const i = clamp(Math.round(at), 1, last - 1);
    const [sin, cos] = [Math.sin(tilts[i]!), Math.cos(tilts[i]!)];
    const stepMm = arcLengthAt(1) - arcLengthAt(0);
    const curvature = (tilts[i + 1]! - tilts[i - 1]!) / (2 * stepMm);
    depthMm = (y - yMm[i]!) * cos - (z - zMm[i]!) * sin;
    const alongMm = (y - yMm[i]!) * sin + (z - zMm[i]!) * cos;
    at = i + alongMm / Math.max(0.35, 1 - curvature * depthMm) / stepMm;
  }
  return { sMm: arcLengthAt(at), depthMm };
};

/** Lookup table from patient (y, z) to local (s, depth), used for every pixel. */
export const spineMap = (curve: SpineCurve, { originMm }: Anatomy) => {
  const yMinMm = originMm.y + FRONT_MM;
  const zMinMm = originMm.z + FEET_MM;
  const sMm = new Float32Array(ROWS * COLUMNS);
  const depthMm = new Float32Array(ROWS * COLUMNS);
  for (let i = 0; i < sMm.length; i++) {
    const foot = projected(curve, yMinMm + (i % COLUMNS) * CELL_MM, zMinMm + Math.floor(i / COLUMNS) * CELL_MM);
    sMm[i] = foot.sMm;
    depthMm[i] = foot.depthMm;
  }
  return { yMinMm, zMinMm, sMm, depthMm };
};

/** Inputs and outputs of a lookup. */
interface Located {
  readonly y: number;
  readonly z: number;
  s: number;
  u: number;
}

/** Bilinear lookup of `s` and `u` (in mm) at `y` and `z`, clamped at the map's ends. */
export const locateInto = (p: Located, { yMinMm, zMinMm, sMm, depthMm }: ReturnType<typeof spineMap>): void => {
  const column = clamp((p.y - yMinMm) / CELL_MM, 0, COLUMNS - 1.001);
  const row = clamp((p.z - zMinMm) / CELL_MM, 0, ROWS - 1.001);
  const c = column | 0;
  const r = row | 0;
  const fx = column - c;
  const fy = row - r;
  const i = r * COLUMNS + c;
  const j = i + COLUMNS;
  const sUp = sMm[i]! + (sMm[i + 1]! - sMm[i]!) * fx;
  const sDown = sMm[j]! + (sMm[j + 1]! - sMm[j]!) * fx;
  const uUp = depthMm[i]! + (depthMm[i + 1]! - depthMm[i]!) * fx;
  const uDown = depthMm[j]! + (depthMm[j + 1]! - depthMm[j]!) * fx;
  p.s = sUp + (sDown - sUp) * fy;
  p.u = uUp + (uDown - uUp) * fy;
};
