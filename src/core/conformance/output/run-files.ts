import type { OutputFile, StudyOutput } from '../../define-output.ts';
import type { StudyRecord } from '../../study-record.ts';
import type { StudyState } from '../../study-state.ts';
import { withinTime } from '../within-time.ts';
import { gradedOutcome, madeOf, type OutputSubject, openedOutput } from './output-subject.ts';

/** The record of a study, with the rows of the output. */
export const recordOf = ({ bound, example }: OutputSubject, { rows = [] }: StudyOutput): StudyRecord => ({
  studyId: example.study().study.id,
  input: '',
  tables: { [bound.name]: rows.map((row) => row.map((cell) => cell ?? null)) },
  warnings: [],
});

async function* recordsOf(records: readonly StudyRecord[]): AsyncGenerator<StudyRecord> {
  yield* records;
}

/** The run files for these records. @param seen  studies that the output gets before, as in a run that was not resumed */
export const filesAbout = async (
  subject: OutputSubject,
  records: readonly StudyRecord[],
  seen: readonly StudyState[] = [],
): Promise<readonly OutputFile[]> => {
  const output = await openedOutput(subject);
  for (const state of seen) await madeOf(output, gradedOutcome(state), subject);
  return withinTime('"ofRun"', subject.timeoutMs, async () => (await output.ofRun?.(recordsOf(records))) ?? []);
};
