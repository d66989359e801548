import type { IndexedSeries } from '../../domain/indexed.ts';
import { middleOf } from '../../domain/statistics/quantile.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import { type Box, placeOf, type SlicePlace } from '../slice-place.ts';
import { consensusOf, type SeriesHeader } from './consensus.ts';
import type { Weighting } from './contrast-names.ts';
import { boxAround } from './extent.ts';
import { kindOf } from './kind.ts';
import type { RefusedSeries } from './ranked-study.ts';
import { type NamedRegion, regionOf } from './region.ts';
import { type WaterFatPart, waterFatPartOf } from './water-fat.ts';

/** Facts about a series with a kind, for ranking. */
export interface SeriesFacts {
  readonly series: IndexedSeries;
  readonly kind: SeriesKind;
  readonly weighting: Weighting;
  readonly by: string;
  readonly contradicted?: string | undefined;
  readonly header: SeriesHeader;
  readonly part?: WaterFatPart | undefined;
  readonly region?: NamedRegion | undefined;
  /** Positions of the slices whose headers state one. */
  readonly places: readonly SlicePlace[];
  readonly box: Box;
  /** Thickness of the imaged tissue along the normal: distinct positions times slice thickness. */
  readonly coverageMm: number;
  readonly thicknessMm: number;
  /** Number of distinct positions. */
  readonly positions: number;
  /** Acquisition time of the first slice. */
  readonly acquiredAt?: string | undefined;
}

/** Default for series without a slice thickness. */
const USUAL_THICKNESS_MM = 4;

/** Repeated pictures of one position, at several times or averages, count once. */
const positionsOf = (places: readonly SlicePlace[]): number =>
  new Set(places.map(({ centreMm: { x, y, z } }) => [x, y, z].map((value) => Math.round(value * 10)).join(' '))).size;

/** Facts about a series, or the reason why it is none of the three kinds. */
export const factsOf = (series: IndexedSeries): SeriesFacts | RefusedSeries => {
  const headers = series.slices.map(({ header }) => header);
  const verdict = kindOf(headers);
  if (verdict.kind === undefined) return { series, code: verdict.code, reason: verdict.reason };
  const places = headers.flatMap((header) => placeOf(header) ?? []);
  const box = boxAround(places);
  if (box === undefined)
    return {
      series,
      code: 'SERIES_GEOMETRY_MISSING',
      reason: 'no header of its slices says where they lie in the patient',
    };
  const header = consensusOf(headers);
  const positions = positionsOf(places);
  const thicknessMm = middleOf(headers.flatMap(({ sliceThicknessMm }) => sliceThicknessMm ?? [])) ?? USUAL_THICKNESS_MM;
  return {
    series,
    ...verdict,
    header,
    part: waterFatPartOf(header),
    region: regionOf(header),
    places,
    box,
    coverageMm: positions * thicknessMm,
    thicknessMm,
    positions,
    acquiredAt: headers.flatMap(({ acquiredAt }) => acquiredAt ?? []).toSorted()[0],
  };
};
