import type { SliceGeometry } from '../domain/study.ts';
import type { SeriesKind } from '../domain/vocabulary.ts';
import { planAxial } from './axial-plan.ts';
import type { Patient } from './patient.ts';
import { between, chance, integer, pick, type Rng } from './rng.ts';
import { planSagittal } from './sagittal-plan.ts';
import type { Contrast } from './tissues.ts';

/** One file to be: its number and where it lies. */
export interface SlicePlan {
  readonly fileNumber: number;
  readonly geometry: SliceGeometry;
}

/** What a series will look like; slices in ascending file number. */
export interface SeriesPlan {
  readonly kind: SeriesKind;
  readonly contrast: Contrast;
  readonly thicknessMm: number;
  /** Between neighbouring slices of a stack or block. */
  readonly spacingMm: number;
  /** Some scanners leave SpacingBetweenSlices out. */
  readonly statesSpacing: boolean;
  /** Deviation of the noise, where the brightest tissue is about 1. */
  readonly noise: number;
  readonly slices: readonly SlicePlan[];
}

/** Numbers the files of a series from 1, or, where oddities are allowed, from elsewhere and with a gap. */
export const numbered = (
  rng: Rng,
  geometries: readonly SliceGeometry[],
  o: { reversed: boolean; quirks: boolean },
): readonly SlicePlan[] => {
  const first = o.quirks && chance(rng, 0.12) ? integer(rng, 2, 40) : 1;
  const gapAfter = o.quirks && chance(rng, 0.08) ? integer(rng, 2, geometries.length - 1) : geometries.length;
  const ordered = o.reversed ? [...geometries].reverse() : geometries;
  return ordered.map((geometry, index) => ({ fileNumber: first + index + (index >= gapAfter ? 3 : 0), geometry }));
};

/** Share of studies that lack a kind, where oddities are allowed; at most one is missing. */
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
 * Which series a study has and where every slice lies, in the order of the descriptions file. `quirks` allows missing
 * series, blocks tilted with the discs, reversed and odd numbering, turned stacks and unequal pixel spacings.
 */
export const planSeries = (rng: Rng, patient: Patient, { quirks }: { quirks: boolean }): readonly SeriesPlan[] => {
  const missing = drawMissing(rng);
  const t2: Contrast = chance(rng, STIR_SHARE) ? 'STIR' : 'T2';
  const thicknessMm = between(rng, 3.6, 4.2);
  const shared = { quirks, thicknessMm, spacingMm: Number((thicknessMm * pick(rng, [1.1, 1.1, 1.1, 1.2])).toFixed(3)) };
  const plans = [
    ...planSagittal(rng, patient, { ...shared, kind: 'Sagittal T2/STIR', contrast: t2 }),
    ...planSagittal(rng, patient, { ...shared, kind: 'Sagittal T1', contrast: 'T1' }),
    ...planAxial(rng, patient, { quirks }),
  ];
  return quirks ? plans.filter(({ kind }) => kind !== missing) : plans;
};
