import { basename, dirname } from 'node:path';
import { firstValueFrom, of } from 'rxjs';
import { kindOf, readBytes, readHeader, type SliceHeader } from '../dicom/index.ts';
import type { Series } from '../domain/findings.ts';
import type { Warning } from '../domain/study.ts';
import { SERIES_KINDS, type SeriesKind } from '../domain/vocabulary.ts';
import { chooseSeries } from '../operators/choose-series.ts';
import { loadSeries } from '../operators/load-series.ts';
import { entryOf, stateOf } from '../operators/study-state.ts';
import { studyMissing } from '../streams/errors.ts';
import { listFiles } from '../streams/list-files.ts';
import { openStudies } from '../streams/open-studies.ts';

export interface InspectedSeries {
  readonly id: string;
  readonly kind: SeriesKind;
  /** What tells the kind. */
  readonly kindBy: string;
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
  /** The descriptions file; undefined where headers tell the kinds of series. */
  readonly descriptions: string | undefined;
  readonly series: readonly InspectedSeries[];
  /** Kinds that the study has neither itself nor by substitution. */
  readonly missing: readonly SeriesKind[];
  /** What was left out because its kind could not be told, or is none that is graded. */
  readonly warnings: readonly Warning[];
}

/** Looks into one study without reading pixels. @throws as the folder source does, STUDY_MISSING, and what is wrong with its files */
export const inspectStudy = async (options: {
  readonly study: string;
  readonly descriptions?: string | undefined;
}): Promise<StudyInspection> => {
  const studyId = basename(options.study);
  const folder = await openStudies({ root: dirname(options.study), descriptions: options.descriptions });
  const [item] = await folder.itemsOf(studyId);
  if (item === undefined) throw studyMissing(studyId, folder.images);
  const { study, error, warnings = [] } = item;
  if (error !== undefined) throw error;
  const neverNeeded = { get: (name: string) => Promise.reject(new Error(`no models here, not even ${name}`)) };
  const env = { readBytes, listFiles, models: neverNeeded };
  const state = await firstValueFrom(of(stateOf(study)).pipe(loadSeries(env, {})));
  const all = entryOf(state, 'series');
  const slices = entryOf(state, 'slices');
  const series = await Promise.all(
    all.map(async (one) => {
      const kindBy = folder.descriptions === undefined ? await evidenceOf(one) : 'the descriptions';
      return inspected(one, { header: await slices.header(one.files[0]!, one.id), kindBy }, all);
    }),
  );
  const missing = SERIES_KINDS.filter((kind) => chooseSeries(all, kind).series === undefined);
  return { studyId, descriptions: folder.descriptions, series, missing, warnings };
};

const evidenceOf = async ({ id, files }: Series): Promise<string> => {
  const verdict = kindOf([await readHeader(readBytes, files[0]!, { seriesId: id })]);
  return verdict.kind === undefined ? verdict.reason : verdict.by;
};

const inspected = (
  series: Series,
  seen: Pick<InspectedSeries, 'header' | 'kindBy'>,
  all: readonly Series[],
): InspectedSeries => ({
  ...seen,
  id: series.id,
  kind: series.kind,
  files: series.files.length,
  firstFile: series.orderedFiles[0]!.name,
  lastFile: series.orderedFiles.at(-1)!.name,
  reversed: series.orderedFiles[0]!.instanceNumber > series.orderedFiles.at(-1)!.instanceNumber,
  spacingBetweenSlicesMm: series.spacingBetweenSlicesMm,
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
