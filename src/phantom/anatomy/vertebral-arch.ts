import { type Radii, tubeBetween } from '../shapes.ts';
import { type Anatomy, topOfSacrum, VERTEBRAE } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';
import { FORAMEN_AT, type Profiles, rowAt } from './profiles.ts';

/** An ellipsoid of the arch, in (ax, s, u). */
export interface Knob {
  readonly ax: number;
  readonly s: number;
  readonly u: number;
  readonly radii: Radii;
}

const PEDICLE_HALF_WIDTHS = [3, 3.2, 3.6, 3.8, 4.1, 4.7, 5.4, 7, 8, 6, 5, 4];
const PEDICLE_AT = [11.5, 12, 13, 14, 14.8, 15.8, 17, 19, 21, 17, 14, 11];
const SPINOUS_LENGTHS = [24, 24, 25, 28, 30, 31, 29, 22, 9, 7, 5, 3];

/** The anterior, superior articular process; with the foramen's narrowing it grows up and forward, with the recess's inward. */
const upperJoint = (anatomy: Anatomy, o: { disc: number; side: 0 | 1; discMm: number; wallU: number }): Knob => {
  const { foramen, recess, facetWear } = anatomy.discs[o.disc]!;
  const [f, r] = [foramen[o.side], recess[o.side]];
  return {
    ax: FORAMEN_AT[o.disc]! + 0.8 - 1.8 * r,
    s: o.discMm - 3 + 1.5 * f,
    u: o.wallU + 14 - 2.6 * f,
    radii: { a: 5 + 0.8 * facetWear + 1.1 * r, b: 9 + 2.2 * f, c: 4.4 + 0.6 * facetWear + 1.1 * f },
  };
};

const lowerJoint = (anatomy: Anatomy, o: { disc: number; discMm: number; wallU: number }): Knob => {
  const wear = anatomy.discs[o.disc]?.facetWear ?? 0;
  return {
    ax: (FORAMEN_AT[o.disc] ?? 14) - 4.2,
    s: o.discMm + 2,
    u: o.wallU + 20.2,
    radii: { a: 4.6 + wear, b: 11, c: 4.2 + 0.8 * wear },
  };
};

/** The bony arch of one vertebra; left comes first where the sides differ. Lengths as in `Probe`. */
const archOf = (anatomy: Anatomy, layout: ColumnLayout, o: { profiles: Profiles; vertebra: number }) => {
  const { vertebra, profiles } = o;
  const free = vertebra < topOfSacrum(anatomy);
  const body = layout.vertebrae[vertebra]!;
  const above = Math.max(0, vertebra - 1);
  const below = Math.min(vertebra, layout.discs.length - 1);
  const wallU = profiles.backWall[rowAt(body.topMm - 6)]!;
  const pedicleAt = PEDICLE_AT[vertebra]!;
  const pedicleS = body.topMm - 9.5;
  const roof = profiles.roof[rowAt(body.middleMm)]!;
  const up = (side: 0 | 1) => upperJoint(anatomy, { disc: above, side, discMm: layout.discs[above]!.middleMm, wallU });
  const down = lowerJoint(anatomy, { disc: below, discMm: layout.discs[below]!.middleMm, wallU });
  return {
    pedicle: {
      ax: pedicleAt,
      s: pedicleS,
      halfWidth: PEDICLE_HALF_WIDTHS[vertebra]!,
      halfHeight: 7.2,
      fromU: wallU - 5,
      toU: wallU + 14,
    },
    upperJoint: [up(0), up(1)] as const,
    lowerJoint: [down, down] as const,
    transverse: tubeBetween([pedicleAt + 2, pedicleS - 1, wallU + 9, 4.5], [40, pedicleS + 2, wallU + 12, 3]),
    lamina: { s: body.middleMm - 5, halfHeight: free ? 10.5 : 14, thickness: 6.4 },
    spinous: {
      s: body.middleMm - 10,
      halfHeight: free ? 8.2 : 7,
      fromU: roof + 1.5,
      toU: roof + 5 + SPINOUS_LENGTHS[vertebra]!,
      halfWidth: 4,
    },
    /** Sacral vertebrae have no free joints or transverse processes. */
    free,
  };
};

export type VertebralArch = ReturnType<typeof archOf>;

/** The arches of T10 to S4. */
export const vertebralArches = (anatomy: Anatomy, layout: ColumnLayout, profiles: Profiles): readonly VertebralArch[] =>
  VERTEBRAE.map((_, vertebra) => archOf(anatomy, layout, { profiles, vertebra }));
