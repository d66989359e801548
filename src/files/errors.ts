import { SpineError, type Where } from '../domain/spine-error.ts';
import { quotedNames } from '../domain/text/listed.ts';
import { messageOf } from '../domain/text/message-of.ts';
import { errorCode } from './error-code.ts';

export const csvColumnsMissing = (file: string, missing: readonly string[], found: readonly string[]): SpineError =>
  new SpineError({
    code: 'CSV_COLUMNS_MISSING',
    reason: `no column ${quotedNames(missing)} in the first line (found: ${quotedNames(found) || 'nothing'}); check that this is the right file`,
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

export const csvValueUnexpected = (where: Where, column: string, found: string, expected: string): SpineError =>
  new SpineError({
    code: 'CSV_VALUE_UNEXPECTED',
    reason: `"${found}" in column "${column}"; expected ${expected}`,
    where,
  });

export const outputUnwritable = (file: string, cause: unknown): SpineError => {
  const full = ['ENOSPC', 'EDQUOT'].includes(String(errorCode(cause)));
  return new SpineError({
    code: full ? 'DISK_FULL' : 'OUTPUT_UNWRITABLE',
    reason: full
      ? 'the disk is full; results so far are kept: free some space and continue with --resume'
      : 'cannot write this file; check that the folder exists and is writable (results so far are kept: continue with --resume)',
    where: { file },
    cause,
  });
};
