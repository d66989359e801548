import { basename } from 'node:path/posix';
import type { JournalCell, StudyRecord } from '../../../core/study-record.ts';
import { numberIn } from '../../../core/study-record.ts';
import { LOCATIONS, SEVERITIES } from '../../../domain/vocabulary.ts';
import { warningCauses } from '../../../domain/warning-cause.ts';
import { type IndexGrade, type IndexStudy, NOT_SEEN } from '../../../report/index.ts';
import { labelOfPage } from './report-names.ts';

interface Naming {
  /** Name of the output whose rows the records keep. */
  readonly name: string;
  /** Folder of the index; page links are relative to it. */
  readonly folder: string;
  /** Whether studies are called by their ids; otherwise by their pages, whose names a merge keeps from several runs. */
  readonly withIdentifiers: boolean;
}

const SEVERITY_NAMES: readonly unknown[] = SEVERITIES;

const gradeOf = (cell: JournalCell | undefined): IndexGrade => {
  if (cell === NOT_SEEN) return NOT_SEEN;
  const label = SEVERITY_NAMES.indexOf(cell);
  return label < 0 ? undefined : label;
};

const doubtfulIn = (cell: JournalCell | undefined): readonly boolean[] => {
  const names = String(cell ?? '').split(' ');
  return LOCATIONS.map((location) => names.includes(location));
};

/**
 * Data of the index, ordered by label, from the rows that the report keeps of every study: study_id, page, severe,
 * log_loss, 25 severities or "not seen", and which of them are doubtful.
 */
export const indexStudies = async (
  records: AsyncIterable<StudyRecord>,
  { name, folder, withIdentifiers }: Naming,
): Promise<readonly IndexStudy[]> => {
  const byLabel = new Intl.Collator('en', { numeric: withIdentifiers }); // digits of hashes are not numbers
  const studies: IndexStudy[] = [];
  for await (const { studyId, tables, warnings, error } of records) {
    const [, page, severe, loss, ...others] = tables[name]?.[0] ?? [];
    const path = String(page ?? '');
    studies.push({
      label: withIdentifiers ? studyId : labelOfPage(basename(path, '.html')),
      page: path.replace(`${folder}/`, ''),
      grades: LOCATIONS.map((_, index) => gradeOf(others[index])),
      doubtful: doubtfulIn(others[LOCATIONS.length]),
      severe: numberIn(severe),
      loss: numberIn(loss),
      warnings: warningCauses(warnings).length,
      failure: error?.code,
    });
  }
  return studies.sort((a, b) => byLabel.compare(a.label, b.label));
};
