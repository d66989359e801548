import { posix } from 'node:path';
import type { StudyRecord } from '../../core/study-record.ts';
import type { StudySummary } from '../inbox/summary.ts';

/** A table of the pipeline's outputs. */
export interface ResultTable {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
}

/** Columns of paths to an output's files, below the output folder. */
const FILE_COLUMNS = ['file', 'page'];

const hrefOf = (studyUid: string, path: string): string =>
  `/studies/${studyUid}/files/${path.split('/').map(encodeURIComponent).join('/')}`;

/** A study's files from outputs, according to their tables. */
export const filesOf = (
  record: StudyRecord,
  tables: readonly ResultTable[],
): readonly { readonly output: string; readonly path: string }[] =>
  tables.flatMap(({ name, columns = [] }) =>
    FILE_COLUMNS.flatMap((column) => {
      const at = columns.indexOf(column);
      const cells = at < 0 ? [] : (record.tables[name] ?? []).map((row) => row[at]);
      return cells.flatMap((path) =>
        typeof path === 'string' && posix.normalize(path) === path && !path.startsWith('.') && !path.startsWith('/')
          ? [{ output: name, path }]
          : [],
      );
    }),
  );

const resultOf = (record: StudyRecord, studyUid: string, tables: readonly ResultTable[]) => ({
  id: record.studyId,
  state: record.error === undefined ? 'graded' : 'failed',
  ...(record.error !== undefined && { error: { code: record.error.code, reason: record.error.reason } }),
  grades: record.grades,
  warnings: record.warnings.map(({ code, message, count }) => ({ code, message, count })),
  tables: Object.fromEntries(
    tables.flatMap(({ name, columns }) =>
      columns === undefined ? [] : [[name, { columns, rows: record.tables[name] ?? [] }]],
    ),
  ),
  files: filesOf(record, tables).map(({ output, path }) => ({ output, path, href: hrefOf(studyUid, path) })),
});

export const summaryAnswer = ({ studyUid, ...summary }: StudySummary) => ({
  StudyInstanceUID: studyUid,
  ...summary,
  href: `/studies/${studyUid}`,
});

/** State of a study, with the results of each revision. */
export const studyAnswer = (
  summary: StudySummary,
  records: readonly StudyRecord[],
  tables: readonly ResultTable[],
) => ({
  ...summaryAnswer(summary),
  results: records.map((record) => resultOf(record, summary.studyUid, tables)),
});
