import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StudyRecord } from '../core/study-record.ts';
import { nameOfWarnedSite } from '../domain/warning-cause.ts';
import { replaceFile } from '../files/atomic-write.ts';
import { outputUnwritable } from '../files/errors.ts';
import type { Journal } from './journal/journal.ts';
import { CSV, type TableForm, writeTable } from './tables/write-table.ts';

/** A table of a run, by default `<name>.csv`. */
export interface ResultTable {
  readonly name: string;
  /** Undefined: no table. */
  readonly columns: readonly string[] | undefined;
}

/** Writes every table, `errors.jsonl` and `warnings.jsonl` from the journal, in its order, each atomically. */
export const writeResults = async (
  folder: string,
  journal: Journal,
  tables: readonly ResultTable[],
  form: TableForm = CSV,
): Promise<void> => {
  for (const { name, columns } of tables)
    if (columns !== undefined) await writeTable(folder, journal, { name, columns }, form);
  await replaceFile(join(folder, 'errors.jsonl'), linesOf(journal, errorLines));
  await replaceFile(join(folder, 'warnings.jsonl'), linesOf(journal, warningLines));
};

/** Writes files below a folder atomically, creating folders as needed. @throws OUTPUT_UNWRITABLE, DISK_FULL */
export const writeFiles = async (
  folder: string,
  files: readonly { readonly path: string; readonly content: string | Uint8Array }[],
): Promise<void> => {
  for (const { path, content } of files) {
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true }).catch((cause: unknown) =>
      Promise.reject(outputUnwritable(to, cause)),
    );
    await replaceFile(to, [content]);
  }
};

async function* linesOf(journal: Journal, lines: (record: StudyRecord) => readonly object[]): AsyncGenerator<string> {
  for await (const record of journal.records()) for (const line of lines(record)) yield `${JSON.stringify(line)}\n`;
}

const errorLines = ({ studyId, error }: StudyRecord) => {
  if (error === undefined) return [];
  const { code, reason, where, causes } = error;
  return [{ study_id: studyId, code, ...where, studyId: undefined, reason, causes }];
};

const warningLines = ({ studyId, warnings }: StudyRecord) =>
  warnings.map(({ code, seriesId, message, count, sites }) => ({
    study_id: studyId,
    code,
    series_id: seriesId,
    message,
    count,
    sites: sites.map(nameOfWarnedSite),
  }));
