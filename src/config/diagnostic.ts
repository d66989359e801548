import type { Pipeline } from '../core/pipeline.ts';
import { printable } from '../domain/text/printable.ts';

/** An error or a suspicious setting in a configuration file. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable, upper snake case. */
  readonly code: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Fact, expectation, remedy. */
  readonly message: string;
}

/** A diagnostic of a checked pipeline. @param path  the value in its file */
export const pipelineDiagnostic = (
  { file, at }: Pick<Pipeline, 'file' | 'at'>,
  path: readonly PropertyKey[],
  diagnostic: Pick<Diagnostic, 'severity' | 'code' | 'message'>,
): Diagnostic => ({ ...diagnostic, file, ...at(path) });

/**
 * Returns a diagnostic as one line, `file:line:column  severity  message`, which editors and CI systems recognise.
 *
 * @example
 * import { formatDiagnostic } from 'spinestream';
 *
 * const message = 'crop-rois: unknown option "size"; did you mean "sizeMm"?';
 * const diagnostic = { severity: 'error', code: 'OPTION_UNKNOWN', file: 'ninth.yaml', line: 14, column: 7, message } as const;
 * formatDiagnostic(diagnostic); // 'ninth.yaml:14:7  error  crop-rois: unknown option "size"; did you mean "sizeMm"?'
 */
export const formatDiagnostic = ({ file, line, column, severity, message }: Diagnostic): string =>
  `${file}:${line}:${column}  ${severity}  ${printable(message)}`;
