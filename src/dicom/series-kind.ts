import { kindOf } from './series/kind.ts';
import { planeOf } from './series/plane.ts';
import type { KindVerdict } from './series/ranked-study.ts';
import type { SliceHeader } from './slice-header.ts';
import { labelOf, TAGS } from './tags.ts';

export type { KindVerdict };

const mixtureIn = (slices: readonly Partial<SliceHeader>[]): KindVerdict | undefined => {
  const mixed = (reason: string): KindVerdict => ({ code: 'SERIES_MIXED', reason });
  if (new Set(slices.map((slice) => planeOf(slice))).size > 1)
    return mixed('its slices lie in several planes, as those of a localizer');
  return new Set(slices.map(({ echoMs }) => Math.round(echoMs ?? 0))).size > 1
    ? mixed(`its slices have several values of ${labelOf(TAGS.echoTime)}`)
    : undefined;
};

const BY_PLANE_AND_WEIGHTING = ['SERIES_PLANE_UNKNOWN', 'SERIES_WEIGHTING_UNKNOWN', 'SERIES_KIND_UNGRADED'];

/** The kind of a series that was not split into planes and echoes: a mixture is none. */
export const inferSeriesKind = (slices: readonly Partial<SliceHeader>[]): KindVerdict => {
  const verdict = kindOf(slices);
  if (verdict.kind === undefined && !BY_PLANE_AND_WEIGHTING.includes(verdict.code)) return verdict;
  return mixtureIn(slices) ?? verdict;
};
