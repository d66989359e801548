import type { OperatorEnv } from '../../core/operator-env.ts';
import { isSliceName } from '../../dicom/index.ts';
import type { SeriesRef } from '../../domain/study.ts';
import { seriesEmpty, seriesFolderUnreadable } from '../errors.ts';

/** Names of the `.dcm` files in the folder of a described series. @throws SERIES_FOLDER_UNREADABLE, SERIES_EMPTY */
export const sliceNamesOf = async ({ folder, id }: SeriesRef, env: OperatorEnv): Promise<readonly string[]> => {
  const names = await env.listFiles(folder).catch((cause: unknown) => {
    throw seriesFolderUnreadable({ seriesId: id }, cause);
  });
  const slices = names.filter(isSliceName);
  if (slices.length === 0) throw seriesEmpty({ seriesId: id });
  return slices;
};
