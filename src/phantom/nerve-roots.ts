import { type Anatomy, discOf } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';
import { RECESS_AT } from './passages.ts';
import { FORAMEN_AT, type Profiles, rowAt } from './profiles.ts';
import { between, type Rng } from './rng.ts';
import { type Tube, tubeBetween } from './shapes.ts';

/** A strand of the cauda equina: its place within the sac as shares of the half axes, and a slow drift along the spine. */
export interface Strand {
  readonly across: number;
  readonly along: number;
  readonly radius: number;
  readonly drift: number;
  readonly endMm: number;
}

/** The nerve that leaves through the foramen of one disc, from the sac through recess and foramen to the psoas. */
export interface Nerve {
  readonly tubes: readonly Tube[];
  readonly topMm: number;
  readonly bottomMm: number;
}

const STRANDS = 22;

/** Strands lie in a crescent at the back of the sac, as they do in a patient on his back. */
export const drawStrands = (rng: Rng, { discs }: ColumnLayout): readonly Strand[] =>
  Array.from({ length: STRANDS }, (_, index) => {
    const angle = Math.PI * (0.05 + (0.9 * (index + between(rng, 0, 1))) / STRANDS);
    const radius = between(rng, 0.42, 0.86);
    const level = 3 + Math.floor((Math.abs(index - STRANDS / 2) / (STRANDS / 2)) * -5 + 5);
    return {
      across: radius * Math.cos(angle),
      along: radius * Math.sin(angle) * 0.95 - 0.12,
      radius: between(rng, 0.5, 0.8),
      drift: between(rng, -0.002, 0.002),
      endMm: discs[Math.min(level + 1, discs.length - 1)]!.middleMm - 10,
    };
  });

/** Nerves of every disc from T12/L1 to L5/S1, by disc; the others have none. */
export const nervesOf = (_: Anatomy, { discs }: ColumnLayout, profiles: Profiles): readonly (Nerve | undefined)[] =>
  discs.map(({ middleMm, topMm }, disc) => {
    if (disc < 2 || disc > discOf('l5_s1')) return undefined;
    const wall = (s: number) => profiles.backWall[rowAt(s)]!;
    const above = discs[disc - 1]!.middleMm;
    const foramen = FORAMEN_AT[disc]!;
    const start = [RECESS_AT - 3, above + 4, wall(above) + 5, 1.1] as const;
    const recess = [RECESS_AT, above - 6, wall(above - 6) + 3.6, 1.35] as const;
    const axilla = [RECESS_AT + 2.2, topMm + 14, wall(topMm + 14) + 3.4, 1.6] as const;
    const ganglion = [foramen, middleMm + 8, wall(middleMm + 8) + 4.6, 2.9] as const;
    const beyond = [foramen + 6, middleMm + 1, wall(middleMm) + 1.5, 2.3] as const;
    const away = [foramen + 16, middleMm - 18, wall(middleMm) - 6, 2] as const;
    const course = [start, recess, axilla, ganglion, beyond, away] as const;
    return {
      tubes: course.slice(1).map((end, index) => tubeBetween(course[index]!, end)),
      topMm: start[1] + 3,
      bottomMm: away[1] - 3,
    };
  });
