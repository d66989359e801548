import type { SliceGeometry } from '../../domain/study.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import type { Contrast } from '../anatomy/tissues.ts';
import { chance, integer, type Rng } from '../rng.ts';

/** A planned file: its number and position. */
export interface SlicePlan {
  readonly fileNumber: number;
  readonly geometry: SliceGeometry;
}

/** A planned series; slices in ascending file number. */
export interface SeriesPlan {
  readonly kind: SeriesKind;
  readonly contrast: Contrast;
  readonly thicknessMm: number;
  /** Distance between neighbouring slices of a stack or block. */
  readonly spacingMm: number;
  /** Absent as on scanners that omit SpacingBetweenSlices. */
  readonly statesSpacing: boolean;
  /** Standard deviation of the noise, relative to the brightest tissue of about 1. */
  readonly noise: number;
  /** Fat suppression of a T2 series, and the field strength if unusual. */
  readonly fatSuppressed?: boolean;
  readonly fieldTesla?: number;
  readonly slices: readonly SlicePlan[];
}

/** Numbers the files of a series from 1 or, with quirks, from elsewhere and with a gap. */
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
