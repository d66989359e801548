import { SpineError, type Where } from '../domain/spine-error.ts';
import { counted } from '../domain/text/counted.ts';
import { suggestion } from '../domain/text/nearest-name.ts';
import { errorCode } from '../files/error-code.ts';
import { type Diagnostic, formatDiagnostic } from './diagnostic.ts';
import { shippedPipelines } from './shipped.ts';

/** An error that has every diagnostic of a file. */
export class ConfigurationInvalid extends SpineError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(file: string, diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    super({
      code: 'CONFIGURATION_INVALID',
      reason: `${file} has ${counted(errors.length, 'error')}:\n${diagnostics.map((one) => `  ${formatDiagnostic(one)}`).join('\n')}`,
    });
    this.diagnostics = diagnostics;
  }
}

/** Returns the diagnostic of an error about a whole file. */
export const fileDiagnostic = (file: string, { code, reason, cause }: SpineError): Diagnostic => {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return { severity: 'error', code, file, line: 1, column: 1, message: `${reason}${why}` };
};

export const pipelineUnreadable = (file: string, cause: unknown): SpineError => {
  const isName = !/[/\\.]/.test(file);
  const named = `give a path or the name of a built-in pipeline;${suggestion(file, shippedPipelines())}`;
  const remedy =
    errorCode(cause) === 'EISDIR'
      ? `it is a folder, and studies are given with --studies; ${named}`
      : isName
        ? named
        : 'check the path';
  return new SpineError({
    code: 'PIPELINE_UNREADABLE',
    reason: `cannot read this pipeline file; ${remedy}`,
    where: { file },
    cause,
  });
};

export const pluginFileHangs = (file: string, ms: number): SpineError =>
  new SpineError({
    code: 'PLUGIN_FILE_HANGS',
    reason: `importing this file took more than ${ms / 1000} s; check what its top level waits for`,
    where: { file },
  });

export const pluginFileKind = (file: string, expected: readonly string[]): SpineError =>
  new SpineError({
    code: 'PLUGIN_FILE_KIND',
    reason: `not a plugin file; expected TypeScript or JavaScript (${expected.join(', ')})`,
    where: { file },
  });

export const pluginFileMissing = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PLUGIN_FILE_MISSING',
    reason: 'cannot read this plugin file; check the path (in a pipeline file it is relative to that file)',
    where: { file },
    cause,
  });

export const pluginFileWithout = (file: string, exported: readonly string[]): SpineError =>
  new SpineError({
    code: 'PLUGIN_FILE_WITHOUT',
    reason: `this file exports no source, operator or output (exports: ${exported.join(', ') || 'none'}); export the result of defineSource, defineOperator or defineOutput`,
    where: { file },
  });

export const pluginImportMissing = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'PLUGIN_IMPORT_MISSING',
    reason: `cannot resolve an import: ${message.replace(/ imported from .*$/, '')}; check its path, or install the package`,
    where,
    cause,
  });

export const pluginSyntax = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({ code: 'PLUGIN_SYNTAX', reason: `cannot compile: ${message}`, where, cause });

export const pluginThrows = (where: Where, message: string, cause: unknown): SpineError =>
  new SpineError({ code: 'PLUGIN_THROWS', reason: `threw while being imported: ${message}`, where, cause });
