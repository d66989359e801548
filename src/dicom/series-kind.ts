import { cross, lengthOf } from '../domain/vec3.ts';
import type { SeriesKind } from '../domain/vocabulary.ts';
import type { Acquisition } from './acquisition.ts';
import { labelOf, TAGS } from './tags.ts';
import { type Weighting, weightingOf } from './weighting.ts';

/** The kind of a series and the attributes that tell it; without one, a reason that a study can be warned with. */
export type KindVerdict =
  | { readonly kind: SeriesKind; readonly by: string }
  | { readonly kind?: undefined; readonly code: string; readonly reason: string };

type Plane = 'sagittal' | 'coronal' | 'axial';

const KINDS: Readonly<Partial<Record<Plane, Partial<Record<Weighting, SeriesKind>>>>> = {
  sagittal: { T1: 'Sagittal T1', T2: 'Sagittal T2/STIR', STIR: 'Sagittal T2/STIR' },
  axial: { T2: 'Axial T2' },
};

/** The plane that a slice is within 45 degrees of; a slice that is tilted with a disc is still axial. */
const planeOf = ({ rowDirection, columnDirection }: Acquisition): Plane | undefined => {
  if (rowDirection === undefined || columnDirection === undefined) return undefined;
  const normal = cross(rowDirection, columnDirection);
  const least = Math.SQRT1_2 * lengthOf(normal);
  if (Math.abs(normal.x) > least) return 'sagittal';
  if (Math.abs(normal.y) > least) return 'coronal';
  return Math.abs(normal.z) > least ? 'axial' : undefined;
};

/** Pictures that are computed, and those that are taken to plan the others by. */
const COMPUTED = ['PROJECTION IMAGE', 'MIP', 'ADC', 'SUBTRACTION'];
const OVERVIEW = /LOCALI[SZ]ER|SCOUT|SURVEY|(?<![A-Z])LOC(?![A-Z])/;

const isOverview = ({ imageType, seriesDescription = '' }: Acquisition): boolean =>
  imageType.includes('LOCALIZER') || OVERVIEW.test(seriesDescription.toUpperCase());

const refusal = (code: string, reason: string): KindVerdict => ({ code, reason });

/** What forbids to ask for a kind: a series of something else, or of several things. */
const obstacleIn = (slices: readonly Acquisition[], first: Acquisition): KindVerdict | undefined => {
  if (first.modality !== undefined && first.modality !== 'MR')
    return refusal('SERIES_NOT_MR', `${labelOf(TAGS.modality)} is not MR`);
  if (isOverview(first)) return refusal('SERIES_LOCALIZER', 'it is a localizer, for planning the others');
  if (first.imageType.some((part) => COMPUTED.includes(part)))
    return refusal('SERIES_KIND_UNGRADED', `${labelOf(TAGS.imageType)} says that it was computed of others`);
  if (new Set(slices.map(planeOf)).size > 1)
    return refusal('SERIES_MIXED', 'its slices lie in several planes, as those of a localizer');
  if (new Set(slices.map(({ echoMs }) => Math.round(echoMs ?? 0))).size > 1)
    return refusal('SERIES_MIXED', `its slices have several values of ${labelOf(TAGS.echoTime)}`);
  return undefined;
};

/**
 * The kind of a series by its headers: the plane by ImageOrientationPatient, the weighting as `weightingOf` tells it.
 * What cannot be told is not guessed: a wrong series would be graded without anybody noticing.
 * @param slices of the whole series, so that a mixture is noticed
 */
export const inferSeriesKind = (slices: readonly Acquisition[]): KindVerdict => {
  const [first] = slices;
  if (first === undefined) return refusal('SERIES_WITHOUT_SLICES', 'it has no slices');
  const obstacle = obstacleIn(slices, first);
  if (obstacle !== undefined) return obstacle;
  const plane = planeOf(first);
  if (plane === undefined)
    return refusal(
      'SERIES_PLANE_UNKNOWN',
      `${labelOf(TAGS.imageOrientation)} is missing, or lies between the three planes`,
    );
  if (plane === 'coronal') return refusal('SERIES_KIND_UNGRADED', 'it is coronal, and no coronal series is graded');
  const verdict = weightingOf(first);
  if (verdict.weighting === undefined) return refusal('SERIES_WEIGHTING_UNKNOWN', `it is ${plane}; ${verdict.reason}`);
  const { weighting, by } = verdict;
  const kind = weighting === 'other' ? undefined : KINDS[plane]?.[weighting];
  if (kind !== undefined) return { kind, by: `${plane} by ImageOrientationPatient, ${weighting} by ${by}` };
  const contrast = weighting === 'other' ? 'of a contrast other than T1, T2 and STIR' : weighting;
  return refusal('SERIES_KIND_UNGRADED', `it is ${plane} and ${contrast} by ${by}, which is no kind that is graded`);
};
