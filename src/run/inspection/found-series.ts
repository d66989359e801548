import { dirname } from 'node:path';
import type { RefusedSeries } from '../../dicom/index.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { StudyRef } from '../../domain/study.ts';
import { SERIES_KINDS, type SeriesKind } from '../../domain/vocabulary.ts';
import { chooseSeries } from '../../operators/choose-series.ts';
import type { FoundStudy, StudyContents } from '../../streams/sources/study-items.ts';
import type { CodedReason, RankedSeries } from './inspected.ts';

/** A series of a study with its slices and its use. */
export interface FoundSeries {
  readonly id: string;
  readonly slices: readonly IndexedSlice[];
  readonly kind: SeriesKind | undefined;
  readonly kindBy: string | undefined;
  readonly uses: readonly string[];
  readonly unused: CodedReason | undefined;
}

type Given = Pick<StudyRef['series'][number], 'id' | 'kind'>;

const BETTER: CodedReason = { code: 'SERIES_OUTRANKED', reason: 'a better series of its kind is used' };
const NOT_LISTED: CodedReason = { code: 'SERIES_NOT_LISTED', reason: 'the descriptions do not list it' };
const STANDS_BACK: CodedReason = { code: 'SERIES_NOT_FIRST', reason: 'another series of its kind is listed first' };

/** Use of a series among those that are graded. */
const usesOf = (series: Given, all: readonly Given[], first: string): readonly string[] => [
  ...SERIES_KINDS.flatMap((kind) => {
    const choice = chooseSeries(all, kind);
    if (choice.series !== series) return [];
    return [choice.substituted ? `stands in for the missing ${kind}` : `${kind}: ${first} of its kind`];
  }),
  ...(series.kind === 'Axial T2' && chooseSeries(all, 'Axial T2').series !== series
    ? ['Axial T2: competes for the nearest slice of each level']
    : []),
];

const whyNot = (refused: RefusedSeries | undefined): CodedReason =>
  refused === undefined ? BETTER : { code: refused.code, reason: refused.reason };

/** The series of a study with kinds from headers, the graded ones first. */
export const foundByHeaders = ({ series, ranked }: FoundStudy): readonly FoundSeries[] => {
  const candidates = SERIES_KINDS.flatMap((kind) => ranked.candidates[kind]);
  const given = ranked.chosen.map(({ series: { id }, kind }) => ({ id, kind }));
  const found = series.map(({ id, slices }): FoundSeries => {
    const candidate = candidates.find((one) => one.series.id === id);
    const refused = ranked.refused.find((one) => one.series.id === id);
    const used = given.find((one) => one.id === id);
    return {
      ...{ id, slices },
      kind: candidate?.kind,
      kindBy: candidate?.by,
      uses: used === undefined ? [] : usesOf(used, given, 'ranks first'),
      unused: used === undefined ? whyNot(refused) : undefined,
    };
  });
  return found.toSorted((a, b) => Number(a.unused !== undefined) - Number(b.unused !== undefined));
};

/** A slice may have been read more than once. */
const keyOf = ({ file, header }: IndexedSlice): string => `${header.frame ?? 0} ${file.path}`;

/** The series of a study that a table describes, followed by those not listed. */
export const foundByTable = (given: StudyRef['series'], { studies, index }: StudyContents): readonly FoundSeries[] => {
  const all = index.studies.flatMap(({ slices }) => slices);
  const listed = given.map((ref): FoundSeries => {
    const uses = usesOf(ref, given, 'the first');
    const slices = ref.slices ?? all.filter(({ file }) => dirname(file.path) === ref.folder);
    const unused = uses.length === 0 ? STANDS_BACK : undefined;
    return { id: ref.id, slices, kind: ref.kind, kindBy: 'the descriptions', uses, unused };
  });
  const taken = new Set(listed.flatMap(({ slices }) => slices.map(keyOf)));
  const others = studies
    .flatMap(foundByHeaders)
    .filter(({ slices }) => !slices.some((slice) => taken.has(keyOf(slice))));
  return [...listed, ...others.map((one) => ({ ...one, uses: [], unused: NOT_LISTED }))];
};

/** The ranking of candidates for each kind. */
export const rankingOf = (
  studies: readonly FoundStudy[],
  used: ReadonlySet<string>,
): Readonly<Record<SeriesKind, readonly RankedSeries[]>> => {
  const of = (kind: SeriesKind): readonly RankedSeries[] =>
    studies.flatMap(({ ranked }) =>
      ranked.candidates[kind].map(({ series: { id }, score, reasons }) => ({
        ...{ seriesId: id, score, reasons },
        used: used.has(id),
      })),
    );
  return { 'Sagittal T2/STIR': of('Sagittal T2/STIR'), 'Sagittal T1': of('Sagittal T1'), 'Axial T2': of('Axial T2') };
};
