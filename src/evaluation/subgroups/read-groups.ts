import { idIn } from '../../files/csv-cells.ts';
import { csvRows } from '../../files/csv-table.ts';
import { labelTwice } from '../inputs/errors.ts';
import type { StudyFacts } from './study-facts.ts';

/** Reads groups of studies from a table with study_id and a column per grouping. @throws CSV_*, LABEL_STUDY_TWICE */
export const readGroups = async (file: string): Promise<ReadonlyMap<string, StudyFacts>> => {
  const studies = new Map<string, StudyFacts>();
  for await (const row of csvRows(file, ['study_id'])) {
    const studyId = idIn(row, 'study_id', file);
    if (studies.has(studyId)) throw labelTwice(studyId, { file });
    const { study_id: _, ...groups } = row.values;
    studies.set(
      studyId,
      Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, group === '' ? undefined : group])),
    );
  }
  return studies;
};
