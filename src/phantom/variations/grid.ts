import type { SliceGeometry } from '../../domain/study.ts';
import type { SeriesPlan } from '../acquisition/series-plan.ts';
import { type Grid, plus, sliceAbout } from '../acquisition/slice-plane.ts';

/** Centre of a slice in the patient. */
export const centreOf = (g: SliceGeometry) =>
  plus(
    plus(g.positionMm, g.rowDirection, ((g.columns - 1) / 2) * g.xSpacingMm),
    g.columnDirection,
    ((g.rows - 1) / 2) * g.ySpacingMm,
  );

/** A slice with another grid about the same centre. */
export const regridded = (geometry: SliceGeometry, grid: (old: Grid) => Grid): SliceGeometry =>
  sliceAbout(centreOf(geometry), grid(geometry), geometry);

/** A plan with every slice replaced. */
export const withGeometries = (plan: SeriesPlan, change: (geometry: SliceGeometry) => SliceGeometry): SeriesPlan => ({
  ...plan,
  slices: plan.slices.map((slice) => ({ ...slice, geometry: change(slice.geometry) })),
});
