import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { pixelObstacle } from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { Obstacle } from './inspected.ts';

const AT_ONCE = 16;

/** Obstacles in the pixels of a series that headers reveal, one per cause. */
export const pixelObstacles = async (
  seriesId: string,
  slices: readonly IndexedSlice[],
): Promise<readonly Obstacle[]> => {
  const inTurn = pLimit(AT_ONCE);
  const paths = [...new Set(slices.map(({ file }) => file.path))];
  const sizes = new Map(
    await Promise.all(
      paths.map((path) => inTurn(async () => [path, (await stat(path).catch(() => undefined))?.size] as const)),
    ),
  );
  const errors = slices.flatMap(({ file, header }) => pixelObstacle(header, sizes.get(file.path)) ?? []);
  const causes = [...grouped(errors, ({ code }) => code)];
  return causes.map(([code, same]) => ({ code, reason: same[0]!.reason, seriesId, images: same.length }));
};
