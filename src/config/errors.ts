import { SpineError, type Where } from '../domain/spine-error.ts';
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
