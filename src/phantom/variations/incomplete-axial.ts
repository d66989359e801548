import type { SliceGeometry } from '../../domain/study.ts';
import { LEVELS, type Level } from '../../domain/vocabulary.ts';
import { distanceMm } from '../acquisition/slice-plane.ts';
import { discOf } from '../anatomy/anatomy.ts';
import type { Patient } from '../anatomy/patient.ts';
import { pick } from '../rng.ts';
import { defineVariation } from './define-variation.ts';

/** Approximate position of the canal behind the centre line. */
const CANAL_MM = 22;

/** The level whose canal is nearest to a slice. */
const nearestLevel = (geometry: SliceGeometry, { curve, layout }: Patient): Level => {
  const offMm = (level: Level): number => {
    const sMm = layout.discs[discOf(level)]!.middleMm;
    return Math.abs(distanceMm(geometry, curve.toPatient({ lateralMm: 0, sMm, depthMm: CANAL_MM })));
  };
  return LEVELS.reduce((best, level) => (offMm(level) < offMm(best) ? level : best));
};

export const incompleteAxial = defineVariation({
  name: 'incomplete-axial',
  summary: 'Axial slices leave out L1/L2, L1/L2 and L2/L3, or a level in between; what was not seen is not labelled.',
  share: 0.08,
  removes: true,
  draw: (rng) => {
    const left: readonly Level[] = pick(rng, [['l1_l2'], ['l1_l2'], ['l1_l2', 'l2_l3'], ['l1_l2', 'l2_l3'], ['l2_l3']]);
    return {
      series: (plan, patient) => {
        if (plan.kind !== 'Axial T2') return plan;
        return {
          ...plan,
          slices: plan.slices.filter(({ geometry }) => !left.includes(nearestLevel(geometry, patient))),
        };
      },
    };
  },
});
