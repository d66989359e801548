import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf, type StudyOf } from './drift-study.ts';
import { driftRecordInvalid } from './errors.ts';

interface Line {
  readonly studyId: string;
  readonly code: string;
}

const lineOf = (text: string, file: string): Line => {
  try {
    const { study_id: studyId, code } = JSON.parse(text);
    if (typeof studyId === 'string' && typeof code === 'string') return { studyId, code };
  } catch {} // as any other text that is no record
  throw driftRecordInvalid(file);
};

const linesIn = async (file: string): Promise<readonly Line[]> => {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map((line) => lineOf(line, file));
};

/** Adds which warnings each study has, and whether it failed. @throws DRIFT_RECORD_INVALID */
export const readWarnings = async (folder: string, studyOf: StudyOf): Promise<void> => {
  for (const { studyId } of await linesIn(join(folder, 'errors.jsonl')))
    studyOf(studyId).categories.set(keyOf('warnings', 'study failed'), 'yes');
  for (const { studyId, code } of await linesIn(join(folder, 'warnings.jsonl')))
    studyOf(studyId).categories.set(keyOf('warnings', code), 'yes');
};
