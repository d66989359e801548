import { between, type Rng } from '../rng.ts';
import { type TubeEnd, tubeBetween } from '../shapes.ts';
import { discOf, FIRST_GRADED_DISC } from './anatomy.ts';
import type { ColumnLayout } from './column-layout.ts';
import { RECESS_AT } from './passages.ts';
import { FORAMEN_AT, type Profiles, rowAt } from './profiles.ts';

const STRANDS = 22;

/**
 * Strands of the cauda equina: their positions in the sac as shares of the half axes, and a slow drift along the spine. They lie in a crescent at the
 * back of the sac, as in a supine patient; the outer ones leave first.
 */
export const drawStrands = (rng: Rng, { discs }: ColumnLayout) =>
  Array.from({ length: STRANDS }, (_, index) => {
    const angle = Math.PI * (0.05 + (0.9 * (index + between(rng, 0, 1))) / STRANDS);
    const reach = between(rng, 0.42, 0.86);
    const inward = 1 - Math.abs(index - STRANDS / 2) / (STRANDS / 2);
    return {
      across: reach * Math.cos(angle),
      along: reach * Math.sin(angle) * 0.95 - 0.12,
      radius: between(rng, 0.5, 0.8),
      drift: between(rng, -0.002, 0.002),
      endMm: discs[FIRST_GRADED_DISC + 1 + Math.floor(5 * inward)]!.middleMm - 10,
    };
  });

/** The nerve that leaves the sac at a disc, and its course: recess of the level above, below the pedicle, foramen, psoas. */
const nerveAt = ({ discs }: ColumnLayout, profiles: Profiles, disc: number) => {
  const { middleMm, topMm } = discs[disc]!;
  const foramen = FORAMEN_AT[disc]!;
  const behindWall = (sMm: number, byMm: number): number => profiles.backWall[rowAt(sMm)]! + byMm;
  const leavesMm = discs[disc - 1]!.middleMm + 4;
  const turnsMm = topMm + 14;
  const course: readonly TubeEnd[] = [
    [RECESS_AT - 2.2, leavesMm, behindWall(leavesMm, 5), 1.1],
    [RECESS_AT + 0.8, leavesMm - 10, behindWall(leavesMm - 10, 3.6), 1.35],
    [RECESS_AT + 3, turnsMm, behindWall(turnsMm, 3.4), 1.6],
    [foramen, middleMm + 8, behindWall(middleMm + 8, 4.6), 2.9],
    [foramen + 6, middleMm + 1, behindWall(middleMm, 1.5), 2.3],
    [foramen + 16, middleMm - 18, behindWall(middleMm, -6), 2],
  ];
  const tubes = course.slice(1).map((end, index) => tubeBetween(course[index]!, end));
  return { tubes, topMm: leavesMm + 3, bottomMm: middleMm - 21 };
};

/** Nerves by disc, from T12/L1 to L5/S1; the other discs have none. */
export const nervesOf = (layout: ColumnLayout, profiles: Profiles) =>
  layout.discs.map((_, disc) =>
    disc < FIRST_GRADED_DISC - 1 || disc > discOf('l5_s1') ? undefined : nerveAt(layout, profiles, disc),
  );

export type Nerve = ReturnType<typeof nerveAt>;
