import type { SeriesRef } from '../../domain/study.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { csvRows } from '../../files/csv-table.ts';
import { csvValueUnexpected } from '../../files/errors.ts';
import { seriesOfTwoKinds } from './errors.ts';

const COLUMNS = ['study_id', 'series_id', 'series_description'] as const;

/** Whether an id is a plain folder name. */
const isPlainName = (id: string): boolean => id !== '' && id !== '.' && id !== '..' && !/[/\\\0]/.test(id);

export type DescribedSeries = Pick<SeriesRef, 'id' | 'kind'>;

/** The series of studies in a descriptions file. */
export interface SeriesTable {
  /** The requested studies, in file order. */
  readonly studyIds: readonly string[];
  /** Number of other studies in the file. */
  readonly others: number;
  /** Series without duplicates. */
  readonly seriesOf: (studyId: string) => readonly DescribedSeries[] | undefined;
  /** Series that the file lists more than once, with one kind. */
  readonly repeatedIn: (studyId: string) => readonly string[];
}

/**
 * Reads a descriptions file.
 * @param isWanted  whether to keep the series of a study
 * @throws CSV_*
 */
export const readSeriesTable = async (file: string, isWanted: (studyId: string) => boolean): Promise<SeriesTable> => {
  const { rows, repeated } = await readRows(file);
  const studies = new Map([...rows].filter(([studyId]) => isWanted(studyId)));
  return {
    studyIds: [...studies.keys()],
    others: rows.size - studies.size,
    seriesOf: (studyId) => studies.get(studyId),
    repeatedIn: (studyId) => repeated.get(studyId) ?? [],
  };
};

type Rows = ReadonlyMap<string, readonly DescribedSeries[]>;
/** By study id; nearly empty for most files. */
type Repeated = ReadonlyMap<string, readonly string[]>;

/** @throws SERIES_OF_TWO_KINDS, and errors of `csvRows` */
const readRows = async (file: string): Promise<{ readonly rows: Rows; readonly repeated: Repeated }> => {
  const rows = new Map<string, DescribedSeries[]>();
  const repeated = new Map<string, string[]>();
  for await (const { line, values } of csvRows(file, COLUMNS)) {
    const { study_id: studyId = '', series_id: id = '', series_description: description = '' } = values;
    const where = { file, line };
    if (!isPlainName(studyId)) throw csvValueUnexpected(where, 'study_id', studyId, 'the plain name of a folder');
    if (!isPlainName(id)) throw csvValueUnexpected(where, 'series_id', id, 'the plain name of a folder');
    const kind = SERIES_KINDS.find((known) => known === description);
    if (kind === undefined)
      throw csvValueUnexpected(where, 'series_description', description, `one of ${SERIES_KINDS.join(', ')}`);
    const series = rows.get(studyId) ?? [];
    rows.set(studyId, series);
    const known = series.find((one) => one.id === id);
    if (known === undefined) series.push({ id, kind });
    else if (known.kind === kind) repeated.set(studyId, [...(repeated.get(studyId) ?? []), id]);
    else throw seriesOfTwoKinds(where, id, [known.kind, kind]);
  }
  return { rows, repeated };
};
