import { LOCATIONS, SEVERITIES } from '../domain/vocabulary.ts';
import type { IndexStudy } from '../report/index.ts';
import type { JournalCell, StudyRecord } from '../streams/journal.ts';

interface Naming {
  /** Of the output, whose rows the records keep. */
  readonly name: string;
  /** That holds the index; pages are linked relative to it. */
  readonly folder: string;
  readonly labelOf: (studyId: string) => string;
  /** Digits in labels are numbers; in hashes they are not. */
  readonly numeric: boolean;
}

const numberOf = (cell: JournalCell | undefined): number | undefined => (typeof cell === 'number' ? cell : undefined);

const SEVERITY_NAMES: readonly unknown[] = SEVERITIES;

const severityOf = (cell: JournalCell | undefined): number | undefined => {
  const label = SEVERITY_NAMES.indexOf(cell);
  return label < 0 ? undefined : label;
};

/**
 * What the index shows, by order of the labels, out of the rows that the report keeps of every study:
 * study_id, page, severe, log_loss, 25 severities.
 */
export const indexStudies = async (
  records: AsyncIterable<StudyRecord>,
  { name, folder, labelOf, numeric }: Naming,
): Promise<readonly IndexStudy[]> => {
  const byLabel = new Intl.Collator('en', { numeric });
  const studies: IndexStudy[] = [];
  for await (const { studyId, tables, warnings, error } of records) {
    const [, page, severe, loss, ...severities] = tables[name]?.[0] ?? [];
    studies.push({
      label: labelOf(studyId),
      page: String(page ?? '').replace(`${folder}/`, ''),
      severities: LOCATIONS.map((_, index) => severityOf(severities[index])),
      severe: numberOf(severe),
      loss: numberOf(loss),
      warnings: warnings.length,
      failure: error?.code,
    });
  }
  return studies.sort((a, b) => byLabel.compare(a.label, b.label));
};
