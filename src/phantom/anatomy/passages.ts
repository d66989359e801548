import { hill } from '../smooth.ts';
import type { Profiles } from './profiles.ts';

/** A position in a cross-section of the spine. */
export interface InSection {
  readonly row: number;
  readonly ax: number;
  readonly side: 0 | 1;
}

/** Lateral position of the recesses. */
export const RECESS_AT = 8.7;

/** Effect of full narrowing, in mm of an average adult: anterior by the disc, posterior by flavum and facet. */
const CANAL_MM = { front: 4.4, back: 6 };
const RECESS_MM = { front: 3.5, back: 5.6 };
const FORAMEN_FRONT_MM = 4.6;

export const recessAt = (profiles: Profiles, { row, side }: InSection): number =>
  side === 0 ? profiles.recessLeft[row]! : profiles.recessRight[row]!;

export const foramenAt = (profiles: Profiles, { row, side }: InSection): number =>
  side === 0 ? profiles.foramenLeft[row]! : profiles.foramenRight[row]!;

/** Anterior wall of canal, recess and foramen: the back of the body, or of the disc with its bulges. */
export const frontWall = (profiles: Profiles, at: InSection): number =>
  profiles.backWall[at.row]! +
  0.5 * profiles.bulge[at.row]! +
  (CANAL_MM.front + profiles.sacGap[at.row]!) * profiles.canal[at.row]! * hill(at.ax / 8.5) +
  RECESS_MM.front * recessAt(profiles, at) * hill((at.ax - RECESS_AT) / 7) +
  FORAMEN_FRONT_MM * foramenAt(profiles, at) * hill((at.ax - profiles.foramenAt[at.row]!) / 6);

/** Inner surface of the flava before they thicken: a gable, steeper towards the joints; flatter under the laminae. */
export const restingRoof = (profiles: Profiles, { row, ax }: InSection): number =>
  profiles.roof[row]! - (0.72 + 0.28 * profiles.interlaminar[row]!) * (0.5 * ax + 0.062 * ax * ax);

/** Perpendicular distance behind that surface. */
export const behindRoof = (profiles: Profiles, at: InSection & { readonly u: number }): number => {
  const slope = 0.45 + 0.11 * at.ax;
  return (at.u - restingRoof(profiles, at)) / Math.sqrt(1 + slope * slope);
};

/** Posterior wall of canal and recess. */
export const backWall = (profiles: Profiles, at: InSection): number =>
  restingRoof(profiles, at) -
  CANAL_MM.back * profiles.canal[at.row]! * hill(at.ax / 10) -
  RECESS_MM.back * recessAt(profiles, at) * hill((at.ax - RECESS_AT) / 7.5);

/** Compression of the sac as a whole. */
export const sacShrink = (profiles: Profiles, row: number): number => 1 - 0.4 * profiles.canal[row]!;
