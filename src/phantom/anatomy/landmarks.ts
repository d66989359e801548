import type { Vec3 } from '../../domain/study.ts';
import { LEVELS, type Location, locationOf, SIDES } from '../../domain/vocabulary.ts';
import { discOf } from './anatomy.ts';
import { backWall, frontWall, RECESS_AT } from './passages.ts';
import type { Patient } from './patient.ts';
import { FORAMEN_AT, rowAt } from './profiles.ts';

/** Foramina are marked above the disc, at the root. */
const FORAMEN_ABOVE_MM = 5;
const RECESS_BELOW_MM = 1;

/** Centre of the open canal in the midline: the sac, minus disc and flava. */
const canalDepth = ({ profiles }: Patient, sMm: number): number => {
  const at = { row: rowAt(sMm), ax: 0, side: 0 } as const;
  const [centre, half] = [profiles.sacCentre[at.row]!, profiles.sacDepth[at.row]!];
  return (Math.max(frontWall(profiles, at), centre - half) + Math.min(backWall(profiles, at), centre + half)) / 2;
};

const recessDepth = ({ profiles }: Patient, sMm: number, side: 0 | 1): number => {
  const at = { row: rowAt(sMm), ax: RECESS_AT, side };
  return (frontWall(profiles, at) + backWall(profiles, at)) / 2;
};

/** Half way between disc and joint process. */
const foramenDepth = ({ profiles }: Patient, sMm: number, o: { disc: number; side: 0 | 1 }): number => {
  const at = { row: rowAt(sMm), ax: FORAMEN_AT[o.disc]!, side: o.side };
  return frontWall(profiles, at) + 4.2 - 0.45 * (frontWall(profiles, at) - profiles.backWall[at.row]!);
};

/** The 25 places in the patient, in mm. */
export const landmarksOf = (patient: Patient): Readonly<Record<Location, Vec3>> => {
  const { anatomy, curve, layout } = patient;
  const point = (lx: number, sMm: number, u: number): Vec3 =>
    curve.toPatient({ lateralMm: lx * anatomy.size, sMm, depthMm: u * anatomy.size });
  const points = LEVELS.flatMap((level) => {
    const disc = discOf(level);
    const sMm = layout.discs[disc]!.middleMm;
    const sided = SIDES.flatMap((side, index) => {
      const sign = index === 0 ? 1 : -1;
      const which = index === 0 ? 0 : 1;
      const [recessS, foramenS] = [sMm - RECESS_BELOW_MM, sMm + FORAMEN_ABOVE_MM];
      return [
        [
          locationOf(`${side}_subarticular_stenosis`, level),
          point(sign * RECESS_AT, recessS, recessDepth(patient, recessS, which)),
        ],
        [
          locationOf(`${side}_neural_foraminal_narrowing`, level),
          point(sign * FORAMEN_AT[disc]!, foramenS, foramenDepth(patient, foramenS, { disc, side: which })),
        ],
      ] as const;
    });
    return [[locationOf('spinal_canal_stenosis', level), point(0, sMm, canalDepth(patient, sMm))] as const, ...sided];
  });
  return Object.fromEntries(points) as Record<Location, Vec3>;
};
