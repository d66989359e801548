import { z } from 'zod';
import { isReversed, requirePosition, type SliceStore, sliceFilesOf, sliceStore } from '../dicom/index.ts';
import type { Series } from '../domain/findings.ts';
import type { SeriesRef, SliceFile } from '../domain/study.ts';
import { defineOperator } from './define-operator.ts';
import { seriesEmpty, seriesFolderUnreadable } from './errors.ts';
import { exampleFiles, exampleState } from './examples/index.ts';
import type { OperatorEnv } from './operator-env.ts';
import { adding, addingAll } from './study-state.ts';

export const loadSeries = defineOperator({
  name: 'load-series',
  summary: 'List the files of every series and find the direction of the stack.',
  description:
    'Files sort by natural order of their names, or by InstanceNumber where nobody described the series and its files are not named <n>.dcm; a stack that runs to the left, back or feet is turned round. ' +
    'Only the headers of the first and last file are read here; every other header and all pixels are read when an operator asks for them, once.',
  options: z.strictObject({}),
  example: { options: {}, study: () => exampleState(), env: exampleFiles },
  reads: () => [],
  writes: () => ['series', 'slices'],
  apply: (_, env) => async (state) => {
    const slices = sliceStore(env.readBytes, { studyId: state.study.id });
    const series = await Promise.all(state.study.series.map((ref) => listed(ref, env, slices)));
    return addingAll(adding('series', series), adding('slices', slices));
  },
});

const filesOf = async ({ folder, id, files }: SeriesRef, env: OperatorEnv): Promise<readonly SliceFile[]> => {
  try {
    return files ?? sliceFilesOf(folder, await env.listFiles(folder));
  } catch (cause) {
    throw seriesFolderUnreadable({ seriesId: id }, cause);
  }
};

const listed = async (ref: SeriesRef, env: OperatorEnv, slices: SliceStore): Promise<Series> => {
  const files = await filesOf(ref, env);
  const [first, last] = [files[0], files.at(-1)];
  if (first === undefined || last === undefined) throw seriesEmpty({ seriesId: ref.id });
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
