import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { pixelObstacle } from '../../dicom/index.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { SpineError } from '../../domain/spine-error.ts';
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
  const causes = new Map<string, { readonly error: SpineError; images: number }>();
  for (const { file, header } of slices) {
    const error = pixelObstacle(header, sizes.get(file.path));
    if (error === undefined) continue;
    const cause = causes.get(error.code) ?? { error, images: 0 };
    causes.set(error.code, cause);
    cause.images++;
  }
  return [...causes].map(([code, { error, images }]) => ({ code, reason: error.reason, seriesId, images }));
};
