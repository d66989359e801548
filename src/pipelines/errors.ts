import { SpineError, type Where } from '../domain/spine-error.ts';
import type { WarningCause } from '../domain/warning-cause.ts';
import { type Finding, formatFinding } from './finding.ts';
import { suggestion } from './nearest-name.ts';
import { shippedPipelines } from './shipped.ts';

export const configurationInvalid = (file: string, findings: readonly Finding[]): SpineError => {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return new SpineError({
    code: 'CONFIGURATION_INVALID',
    reason: `${file} has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}:\n${findings.map((one) => `  ${formatFinding(one)}`).join('\n')}`,
  });
};

export const pipelineUnreadable = (file: string, cause: unknown): SpineError => {
  const isName = !/[/\\.]/.test(file);
  const remedy = isName
    ? `give a path, or the name of a pipeline that ships;${suggestion(file, shippedPipelines())}`
    : 'check the path';
  return new SpineError({
    code: 'PIPELINE_UNREADABLE',
    reason: `this pipeline file cannot be read; ${remedy}`,
    where: { file },
    cause,
  });
};

export const outputNotEmpty = (folder: string, found: string): SpineError =>
  new SpineError({
    code: 'OUTPUT_NOT_EMPTY',
    reason: `the output folder is not empty (it holds ${found}); continue with --resume, discard its results with --overwrite, or name another folder`,
    where: { file: folder },
  });

export const nothingToResume = (folder: string): SpineError =>
  new SpineError({
    code: 'NOTHING_TO_RESUME',
    reason: 'there is no run to continue here; leave --resume out to start one',
    where: { file: folder },
  });

export const submissionRowUnknown = (file: string, line: number, rowId: string): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROW_UNKNOWN',
    reason: `row_id "${rowId}" is not <study>_<condition>_<level>`,
    where: { file, line },
  });

export const submissionRowTwice = (file: string, line: number, rowId: string): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROW_TWICE',
    reason: `row_id "${rowId}" is there for the second time; each location of a study counts once, remove one of the two`,
    where: { file, line },
  });

export const noCommonStudy = (submission: string, truth: string): SpineError =>
  new SpineError({
    code: 'SCORE_WITHOUT_STUDIES',
    reason: `none of its studies is in ${truth}; give the truth of the studies that were graded, and see that ids are written alike (a spreadsheet may have changed them)`,
    where: { file: submission },
  });

export const submissionRowsMissing = (file: string, missing: readonly string[]): SpineError =>
  new SpineError({
    code: 'SUBMISSION_ROWS_MISSING',
    reason: `${missing.length} locations of the truth have no row (${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', ...' : ''}); score with a truth file that holds only the studies that were graded`,
    where: { file },
  });

export const stepTimedOut = (operator: string, ms: number): SpineError =>
  new SpineError({
    code: 'STEP_TIMED_OUT',
    reason: `gave no result within ${ms / 1000} s; raise --step-timeout if it is slow, or see why it never completes`,
    where: { operator },
    retriable: true,
  });

export const stepUnstarted = (operator: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'STEP_UNSTARTED',
    reason: `its "apply" threw before the first study: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: { operator },
    cause,
  });

export const inputChanged = (studyId: string): SpineError =>
  new SpineError({
    code: 'INPUT_CHANGED',
    reason:
      'its files have changed since its result was made; do such studies again with --redo-changed, or start over with --overwrite',
    where: { studyId },
  });

export const operatorFileHangs = (file: string, ms: number): SpineError =>
  new SpineError({
    code: 'OPERATOR_FILE_HANGS',
    reason: `importing this file had not ended after ${ms / 1000} s; see what its top level waits for`,
    where: { file },
  });

export const operatorFileKind = (file: string, expected: readonly string[]): SpineError =>
  new SpineError({
    code: 'OPERATOR_FILE_KIND',
    reason: `operators come from TypeScript or JavaScript files (${expected.join(', ')}); name one`,
    where: { file },
  });

export const operatorFileMissing = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'OPERATOR_FILE_MISSING',
    reason: 'this file of operators cannot be read; check the path (in a pipeline file it is relative to that file)',
    where: { file },
    cause,
  });

export const operatorFileWithout = (file: string, exported: readonly string[]): SpineError =>
  new SpineError({
    code: 'OPERATOR_FILE_WITHOUT',
    reason: `no export of this file is an operator (exports: ${exported.join(', ') || 'none'}); export what defineOperator gives`,
    where: { file },
  });

export const operatorImportMissing = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'OPERATOR_IMPORT_MISSING',
    reason: `an import does not lead anywhere: ${message.replace(/ imported from .*$/, '')}; check its path, or install the package`,
    where,
    cause,
  });

export const operatorSyntax = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({ code: 'OPERATOR_SYNTAX', reason: `cannot be compiled: ${message}`, where, cause });

export const operatorThrows = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({ code: 'OPERATOR_THROWS', reason: `throws while it is imported: ${message}`, where, cause });

/** @param codes  why grades rest on nothing, the most frequent first */
export const studyNotSeen = (codes: readonly string[], warnings: readonly WarningCause[]): SpineError => {
  const known = codes.flatMap((code) => warnings.filter((warning) => warning.code === code));
  const why = known.length > 0 ? known.map(({ code, message }) => `${message} [${code}]`) : codes;
  return new SpineError({
    code: 'STUDY_NOT_SEEN',
    reason: `not one of its grades would rest on any pixel, so none was written: ${why.slice(0, 3).join('; ')}; "spinestream inspect <study>" shows which series there are and what each is used for`,
  });
};
