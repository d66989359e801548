import type { SliceGeometry } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { Contrast } from '../anatomy/tissues.ts';
import { chance, integer, type Rng } from '../rng.ts';

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
  /** Fat suppression of a T2 series, and the scanner's field where it is not usual. */
  readonly fatSuppressed?: boolean;
  readonly fieldTesla?: number;
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
