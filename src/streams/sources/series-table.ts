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
  /** Series of the requested studies without duplicates, in file order. */
  readonly rows: ReadonlyMap<string, readonly DescribedSeries[]>;
  /** Number of other studies in the file. */
  readonly others: number;
  /** Series that the file lists more than once, with one kind; nearly empty for most files. */
  readonly repeated: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a descriptions file.
 * @param isWanted  whether to keep the series of a study
 * @throws SERIES_OF_TWO_KINDS, CSV_*
 */
export const readSeriesTable = async (file: string, isWanted: (studyId: string) => boolean): Promise<SeriesTable> => {
  const all = new Map<string, DescribedSeries[]>();
  const repeated = new Map<string, string[]>();
  for await (const { line, values } of csvRows(file, COLUMNS)) {
    const { study_id: studyId = '', series_id: id = '', series_description: description = '' } = values;
    const where = { file, line };
    if (!isPlainName(studyId)) throw csvValueUnexpected(where, 'study_id', studyId, 'the plain name of a folder');
    if (!isPlainName(id)) throw csvValueUnexpected(where, 'series_id', id, 'the plain name of a folder');
    const kind = SERIES_KINDS.find((known) => known === description);
    if (kind === undefined)
      throw csvValueUnexpected(where, 'series_description', description, `one of ${SERIES_KINDS.join(', ')}`);
    const series = all.get(studyId) ?? [];
    all.set(studyId, series);
    const known = series.find((one) => one.id === id);
    if (known === undefined) series.push({ id, kind });
    else if (known.kind === kind) repeated.set(studyId, [...(repeated.get(studyId) ?? []), id]);
    else throw seriesOfTwoKinds(where, id, [known.kind, kind]);
  }
  const rows = new Map([...all].filter(([studyId]) => isWanted(studyId)));
  return { rows, others: all.size - rows.size, repeated };
};
