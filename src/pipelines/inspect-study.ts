import { basename, dirname } from 'node:path';
import { firstValueFrom, of } from 'rxjs';
import { readBytes, type SliceHeader } from '../dicom/index.ts';
import type { Series } from '../domain/findings.ts';
import { SERIES_KINDS, type SeriesKind } from '../domain/vocabulary.ts';
import { chooseSeries } from '../operators/choose-series.ts';
import { loadSeries } from '../operators/load-series.ts';
import { entryOf, stateOf } from '../operators/study-state.ts';
import { listFiles } from '../streams/list-files.ts';
import { openStudyFolder } from '../streams/study-folder.ts';

export interface InspectedSeries {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly files: number;
  readonly firstFile: string;
  readonly lastFile: string;
  /** True where the stack is turned round to run from right to left, or from feet to head. */
  readonly reversed: boolean;
  readonly spacingBetweenSlicesMm: number | undefined;
  readonly header: SliceHeader;
  /** What the series is used for, and why; empty where it is not. */
  readonly uses: readonly string[];
}

export interface StudyInspection {
  readonly studyId: string;
  readonly descriptions: string;
  readonly series: readonly InspectedSeries[];
  /** Kinds that the study has neither itself nor by substitution. */
  readonly missing: readonly SeriesKind[];
}

/** Looks into one study without reading pixels. @throws as the folder source does, STUDY_MISSING, and what is wrong with its files */
export const inspectStudy = async (options: {
  readonly study: string;
  readonly descriptions?: string | undefined;
}): Promise<StudyInspection> => {
  const studyId = basename(options.study);
  const folder = await openStudyFolder({ root: dirname(options.study), descriptions: options.descriptions });
  const { study, error } = folder.itemOf(studyId);
  if (error !== undefined) throw error;
  const neverNeeded = { get: (name: string) => Promise.reject(new Error(`no models here, not even ${name}`)) };
  const env = { readBytes, listFiles, models: neverNeeded, signal: new AbortController().signal };
  const state = await firstValueFrom(of(stateOf(study)).pipe(loadSeries(env, {})));
  const all = entryOf(state, 'series');
  const slices = entryOf(state, 'slices');
  const series = await Promise.all(
    all.map(async (one) => inspected(one, await slices.header(one.files[0]!, one.id), all)),
  );
  const missing = SERIES_KINDS.filter((kind) => chooseSeries(all, kind).series === undefined);
  return { studyId, descriptions: folder.descriptions, series, missing };
};

const inspected = (series: Series, header: SliceHeader, all: readonly Series[]): InspectedSeries => ({
  id: series.id,
  kind: series.kind,
  files: series.files.length,
  firstFile: series.orderedFiles[0]!.name,
  lastFile: series.orderedFiles.at(-1)!.name,
  reversed: series.files[0] !== series.orderedFiles[0],
  spacingBetweenSlicesMm: series.spacingBetweenSlicesMm,
  header,
  uses: usesOf(series, all),
});

const usesOf = (series: Series, all: readonly Series[]): readonly string[] => [
  ...SERIES_KINDS.flatMap((kind) => {
    const choice = chooseSeries(all, kind);
    if (choice.series !== series) return [];
    return [choice.substituted ? `stands in for the missing ${kind}` : `${kind}: the first of its kind`];
  }),
  ...(series.kind === 'Axial T2' && chooseSeries(all, 'Axial T2').series !== series
    ? ['Axial T2: competes for the nearest slice of each level']
    : []),
];
