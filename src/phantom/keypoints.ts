import { FAMILY_OF, KIND_OF_FAMILY } from '../domain/families.ts';
import type { SliceGeometry, Vec3 } from '../domain/study.ts';
import { CONDITIONS, type Condition, LEVELS, type Level, type Location, locationOf } from '../domain/vocabulary.ts';
import type { SeriesPlan, SlicePlan } from './acquisition/series-plan.ts';
import { distanceMm, pixelOf } from './acquisition/slice-plane.ts';

/** A graded site in the challenge's coordinate file: in pixels of one file, not normalised. */
export interface PhantomKeypoint {
  readonly seriesId: string;
  readonly instanceNumber: number;
  readonly condition: Condition;
  readonly level: Level;
  readonly xPx: number;
  readonly yPx: number;
}

/** Maximum distance of a marked site from its slice. */
const REACH_MM = 5;

interface NumberedSeries extends Pick<SeriesPlan, 'kind' | 'slices'> {
  readonly id: string;
}

/** Slices that may carry a condition's marks: the central ones for the canal, any for the others. */
const eligible = (condition: Condition, { slices }: NumberedSeries, canalSlices: number): readonly SlicePlan[] => {
  if (condition !== 'spinal_canal_stenosis') return slices;
  const from = Math.max(0, Math.floor(slices.length / 2) - (canalSlices - 1) / 2);
  return slices.slice(from, from + canalSlices);
};

const isInside = ({ rows, columns }: SliceGeometry, { xPx, yPx }: { xPx: number; yPx: number }): boolean =>
  xPx >= 0 && yPx >= 0 && xPx <= columns - 1 && yPx <= rows - 1;

const nearest = (series: readonly NumberedSeries[], o: { condition: Condition; point: Vec3; canalSlices: number }) =>
  series
    .filter(({ kind }) => kind === KIND_OF_FAMILY[FAMILY_OF[o.condition].family])
    .flatMap((each) =>
      eligible(o.condition, each, o.canalSlices).map(({ fileNumber, geometry }) => {
        const offMm = Math.abs(distanceMm(geometry, o.point));
        return { seriesId: each.id, fileNumber, geometry, offMm };
      }),
    )
    .sort((a, b) => a.offMm - b.offMm)[0];

/**
 * Marks each site on its slice: the canal on the central sagittal T2 slice (or the nearest of an odd number of central ones), foramina on the nearest
 * sagittal T1 slice, recesses on the nearest axial slice. Omits sites that are far from any slice or outside the picture.
 */
export const keypointsOf = (
  series: readonly NumberedSeries[],
  landmarks: Readonly<Record<Location, Vec3>>,
  { canalSlices = 1 }: { canalSlices?: number } = {},
): readonly PhantomKeypoint[] =>
  CONDITIONS.flatMap((condition) =>
    LEVELS.flatMap((level) => {
      const point = landmarks[locationOf(condition, level)];
      const slice = nearest(series, { condition, point, canalSlices });
      if (slice === undefined || slice.offMm > REACH_MM) return [];
      const pixel = pixelOf(slice.geometry, point);
      if (!isInside(slice.geometry, pixel)) return [];
      return [{ seriesId: slice.seriesId, instanceNumber: slice.fileNumber, condition, level, ...pixel }];
    }),
  );
