import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { Patient } from '../anatomy/patient.ts';
import type { Contrast } from '../anatomy/tissues.ts';
import { between, chance, pick, type Rng } from '../rng.ts';
import { planAxial } from './axial-plan.ts';
import { planSagittal } from './sagittal-plan.ts';
import type { SeriesPlan } from './series-plan.ts';

/** Share of studies that lack a series kind, if quirks are enabled; at most one is missing. */
const MISSING: readonly (readonly [kind: SeriesKind, share: number])[] = [
  ['Sagittal T1', 0.03],
  ['Axial T2', 0.03],
  ['Sagittal T2/STIR', 0.015],
];
const STIR_SHARE = 0.12;

const drawMissing = (rng: Rng): SeriesKind | undefined => {
  const roll = rng();
  let reached = 0;
  for (const [kind, share] of MISSING) {
    reached += share;
    if (roll < reached) return kind;
  }
  return undefined;
};

/**
 * Plans the series of a study and the position of every slice, in the order of the descriptions file. `quirks` allows missing series, blocks tilted
 * with the discs, reversed and irregular numbering, turned stacks and unequal pixel spacings.
 */
export const planSeries = (rng: Rng, patient: Patient, { quirks }: { quirks: boolean }): readonly SeriesPlan[] => {
  const missing = drawMissing(rng);
  const t2: Contrast = chance(rng, STIR_SHARE) ? 'STIR' : 'T2';
  const thicknessMm = between(rng, 3.6, 4.2);
  const shared = { quirks, thicknessMm, spacingMm: Number((thicknessMm * pick(rng, [1.1, 1.1, 1.1, 1.2])).toFixed(3)) };
  const plans = [
    planSagittal(rng, patient, { ...shared, kind: 'Sagittal T2/STIR', contrast: t2 }),
    planSagittal(rng, patient, { ...shared, kind: 'Sagittal T1', contrast: 'T1' }),
    ...planAxial(rng, patient, { quirks }),
  ];
  return quirks ? plans.filter(({ kind }) => kind !== missing) : plans;
};
