import type { OperatorEnv } from '../../core/operator-env.ts';
import {
  instanceNumbersOf,
  isReversed,
  naturalOrder,
  requirePosition,
  type SliceStore,
  sliceFileOf,
  sliceFilesOf,
} from '../../dicom/index.ts';
import type { Series } from '../../domain/results.ts';
import type { SeriesRef, SliceFile } from '../../domain/study.ts';
import { sliceNamesOf } from './files-of.ts';

/** A series as the original implementation reads it: ordered by file name, unchanged. */
export const seriesAsStored = async (ref: SeriesRef, env: OperatorEnv, slices: SliceStore): Promise<Series> => {
  const files = await filesOf(ref, env);
  const [first, last] = [files[0]!, files.at(-1)!];
  const [firstHeader, lastHeader] = await Promise.all([slices.header(first, ref.id), slices.header(last, ref.id)]);
  const start = requirePosition(firstHeader, { seriesId: ref.id, file: first.name });
  const end = requirePosition(lastHeader, { seriesId: ref.id, file: last.name });
  return {
    id: ref.id,
    kind: ref.kind,
    files,
    orderedFiles: isReversed(start, end) ? files.toReversed() : files,
    spacingBetweenSlicesMm: firstHeader.spacingBetweenSlicesMm,
  };
};

/** If headers determined the series, orders its slices by number; the original cannot read such studies. */
const filesOf = async (ref: SeriesRef, env: OperatorEnv): Promise<readonly SliceFile[]> => {
  const { folder, slices } = ref;
  if (slices === undefined) return sliceFilesOf(folder, await sliceNamesOf(ref, env));
  const byName = new Map(slices.map((slice) => [`${slice.file.name} ${slice.header.frame ?? 0}`, slice]));
  const named = naturalOrder([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
  const numbers = instanceNumbersOf(named);
  return named
    .map((slice, index) => sliceFileOf(slice, numbers[index]!))
    .sort((a, b) => a.instanceNumber - b.instanceNumber);
};
