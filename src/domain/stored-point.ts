import type { Anchor, Series } from './results.ts';
import type { SliceFile } from './study.ts';
import { type PointNorm, storedNorm } from './turn.ts';

/** The file of an instance, otherwise the middle one. */
export const fileOfInstance = (
  files: readonly SliceFile[],
  instanceNumber: number | undefined,
): SliceFile | undefined =>
  files.find((file) => file.instanceNumber === instanceNumber) ?? files[Math.floor(files.length / 2)];

/** The slice that a keypoint refers to; without one, the middle slice of its series. */
export const fileOf = (
  { seriesId, instanceNumber }: Pick<Anchor, 'seriesId' | 'instanceNumber'>,
  series: readonly Series[],
): SliceFile | undefined => fileOfInstance(series.find(({ id }) => id === seriesId)?.files ?? [], instanceNumber);

/** A keypoint as a share of the stored picture, which tables refer to. Keypoints of a study refer to pictures in standard orientation. */
export const storedPointOf = (
  point: PointNorm,
  anchor: Pick<Anchor, 'seriesId' | 'instanceNumber'>,
  series: readonly Series[],
): PointNorm => {
  const canonical = fileOf(anchor, series)?.canonical;
  return canonical === undefined ? point : storedNorm(point, canonical);
};
