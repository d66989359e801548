import type { StudyRecord } from '../../core/study-record.ts';
import { addedCounts, NO_GRADES } from '../../domain/basis.ts';

/** Totals over the records of a run: studies, failures, causes of warnings, and the basis of the grades. */
export const countedRecords = async (records: AsyncIterable<StudyRecord>) => {
  let [studies, failed, warnings, grades] = [0, 0, 0, NO_GRADES];
  const warned = new Map<string, number>();
  for await (const record of records) {
    studies++;
    failed += Number(record.error !== undefined);
    warnings += record.warnings.length;
    for (const code of new Set(record.warnings.map((cause) => cause.code)))
      warned.set(code, (warned.get(code) ?? 0) + 1);
    if (record.grades !== undefined) grades = addedCounts(grades, record.grades);
  }
  return { studies, failed, warnings, warned: Object.fromEntries([...warned].sort()), grades };
};
