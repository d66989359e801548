import type { SliceHeader } from '../../domain/slice-header.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import { labelOf, TAGS } from '../tags.ts';
import { consensusOf } from './consensus.ts';
import { type Contrast, isWeighting, type Weighting } from './contrast-names.ts';
import { obstacleOf } from './obstacle.ts';
import { majorityPlaneOf, type Plane } from './plane.ts';
import type { KindVerdict } from './ranked-study.ts';
import { weightingOf } from './weighting.ts';

const KINDS: Readonly<Partial<Record<Plane, Partial<Record<Weighting, SeriesKind>>>>> = {
  sagittal: { T1: 'Sagittal T1', T2: 'Sagittal T2/STIR', STIR: 'Sagittal T2/STIR' },
  axial: { T2: 'Axial T2' },
};

const refusal = (code: string, reason: string): KindVerdict => ({ code, reason });

const ofOtherContrast = (plane: Plane, contrast: Contrast, by: string): KindVerdict =>
  refusal(
    contrast === 'diffusion' ? 'SERIES_DIFFUSION' : 'SERIES_KIND_UNGRADED',
    `it is ${plane} and ${contrast} by ${by}, which is no kind that is graded`,
  );

/**
 * Determines the kind of a series from its headers: the plane by ImageOrientationPatient, the weighting by `weightingOf`. Uncertain kinds are not
 * guessed, since grades of a wrong series would go unnoticed.
 * @param slices all slices of the series, in any order; they belong to one plane and one contrast
 *
 * @example
 * import { kindOf, parseHeader } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const headers = [1, 2, 3].map((instanceNumber) => parseHeader(exampleSliceBytes('12', instanceNumber)));
 * kindOf(headers).kind; // 'Sagittal T1'
 * kindOf([]); // { code: 'SERIES_WITHOUT_SLICES', reason: 'it has no slices' }
 */
export const kindOf = (slices: readonly Partial<SliceHeader>[]): KindVerdict => {
  if (slices.length === 0) return refusal('SERIES_WITHOUT_SLICES', 'it has no slices');
  const header = consensusOf(slices);
  const obstacle = obstacleOf(header, slices);
  if (obstacle !== undefined) return obstacle;
  const plane = majorityPlaneOf(slices);
  if (plane === undefined)
    return refusal(
      'SERIES_PLANE_UNKNOWN',
      `${labelOf(TAGS.imageOrientation)} is missing, or lies between the three planes`,
    );
  if (plane === 'coronal') return refusal('SERIES_KIND_UNGRADED', 'it is coronal, and no coronal series is graded');
  const verdict = weightingOf(header);
  if (verdict.contrast === undefined) return refusal('SERIES_WEIGHTING_UNKNOWN', `it is ${plane}; ${verdict.reason}`);
  const { contrast, by, contradicted } = verdict;
  const kind = isWeighting(contrast) ? KINDS[plane]?.[contrast] : undefined;
  if (kind === undefined || !isWeighting(contrast))
    return ofOtherContrast(plane, contrast, contradicted === undefined ? by : `${by} (${contradicted})`);
  const told = `${plane} by ImageOrientationPatient, ${contrast} by ${by}`;
  return { kind, weighting: contrast, by: told, ...(contradicted === undefined ? {} : { contradicted }) };
};
