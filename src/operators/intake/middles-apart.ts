import { slicePlaceOf } from '../../dicom/index.ts';
import { shareFrame } from '../../domain/frame-of-reference.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { Warning } from '../../domain/study.ts';
import { dot, minus, scaled, sum, type Vec3 } from '../../domain/vec3.ts';
import { chooseSeries } from '../choose-series.ts';
import type { LoadedSeries } from './series-in-standard.ts';

/** In units of the larger spacing: stacks that differ by one slice have middles half a spacing apart. */
const FARTHEST = 1.5;

interface Middle {
  readonly atMm: Vec3;
  readonly normal: Vec3;
}

/** Midpoint between the first and the last slice, which are in order. */
const middleOf = (slices: readonly IndexedSlice[]): Middle | undefined => {
  const [first, last] = [slices[0], slices.at(-1)].map((slice) => slice && slicePlaceOf(slice.header));
  return first && last && { atMm: scaled(sum(first.centreMm, last.centreMm), 1 / 2), normal: first.normal };
};

/**
 * Warns if the sagittal stacks of a frame of reference have different middles. Left and right foramina are searched
 * around the middle of their stack, which matches the spine's only if slices were planned symmetrically and none are
 * missing at one end.
 */
export const middlesApart = (loaded: readonly LoadedSeries[]): readonly Warning[] => {
  const all = loaded.map(({ series }) => series);
  const used = (['Sagittal T2/STIR', 'Sagittal T1'] as const).map((kind) =>
    loaded.find(({ series }) => chooseSeries(all, kind).series === series),
  );
  const [t2, t1] = used;
  if (t2 === undefined || t1 === undefined || t1 === t2 || !shareFrame(t2.series, t1.series)) return [];
  const [a, b] = [middleOf(t2.slices), middleOf(t1.slices)];
  const spacingMm = Math.max(t2.series.spacingBetweenSlicesMm ?? 0, t1.series.spacingBetweenSlicesMm ?? 0);
  if (a === undefined || b === undefined || spacingMm === 0) return [];
  const apartMm = Math.abs(dot(minus(a.atMm, b.atMm), a.normal));
  if (apartMm <= FARTHEST * spacingMm) return [];
  return [
    {
      code: 'SAGITTAL_MIDDLES_APART',
      message: `the middles of the sagittal stacks (${t2.series.id}, ${t1.series.id}) lie ${apartMm.toFixed(1)} mm apart from side to side; foramina are looked for about the middle of their stack: check that no slices are missing at one end`,
    },
  ];
};
