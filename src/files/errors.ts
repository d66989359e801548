import { SpineError, type Where } from '../domain/spine-error.ts';
import { firstOf } from '../domain/text/listed.ts';
import { messageOf } from '../domain/text/message-of.ts';
import { errorCode, isMissing } from './error-code.ts';

const MOST_COLUMNS = 7;

const firstNames = (columns: readonly string[]): string =>
  firstOf(
    columns.map((name) => `"${name}"`),
    MOST_COLUMNS,
  );

export const csvColumnsMissing = (file: string, missing: readonly string[], found: readonly string[]): SpineError =>
  new SpineError({
    code: 'CSV_COLUMNS_MISSING',
    reason: `no column ${firstNames(missing)} in the first line (found: ${firstNames(found) || 'nothing'}); check that this is the right file`,
    where: { file },
  });

export const csvColumnTwice = (file: string, column: string): SpineError =>
  new SpineError({
    code: 'CSV_COLUMN_TWICE',
    reason: `duplicate column "${column}"; rename or remove one`,
    where: { file },
  });

export const csvUnreadable = (file: string, cause: unknown, line?: number): SpineError =>
  new SpineError({
    code: 'CSV_UNREADABLE',
    reason: `invalid CSV: ${messageOf(cause)}`,
    where: { file, line },
    cause,
  });

/** For a table that cannot be opened. */
export const csvFileUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'CSV_UNREADABLE',
    reason: `cannot read this table${notAFile(cause)}; check the path`,
    where: { file },
    cause,
  });

const notAFile = (cause: unknown): string => {
  if (isMissing(cause)) return ': there is no such file';
  return errorCode(cause) === 'EISDIR' ? ': this is a folder, expected a .csv file' : '';
};

export const csvValueUnexpected = (where: Where, column: string, found: string, expected: string): SpineError =>
  new SpineError({
    code: 'CSV_VALUE_UNEXPECTED',
    reason: `"${found}" in column "${column}"; expected ${expected}`,
    where,
  });

/** A file where the output needs a folder. */
const FILE_IN_THE_WAY = ['EEXIST', 'ENOTDIR'];

export const outputUnwritable = (file: string, cause: unknown): SpineError => {
  const code = String(errorCode(cause));
  const full = ['ENOSPC', 'EDQUOT'].includes(code);
  return new SpineError({
    code: full ? 'DISK_FULL' : 'OUTPUT_UNWRITABLE',
    reason: full ? DISK_FULL : FILE_IN_THE_WAY.includes(code) ? IN_THE_WAY : UNWRITABLE,
    where: { file },
    cause,
  });
};

const DISK_FULL = 'the disk is full; results so far are kept: free some space and continue with --resume';
const IN_THE_WAY = 'cannot write here: this, or a folder above, is a file; choose another folder, or move the file';
const UNWRITABLE =
  'cannot write this file; check that the folder exists and is writable (results so far are kept: continue with --resume)';
