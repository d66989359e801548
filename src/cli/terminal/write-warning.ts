import { type Diagnostic, formatDiagnostic } from '../../config/diagnostic.ts';

/** Prints a diagnostic on standard error. */
export const writeWarning = (diagnostic: Diagnostic): void =>
  void process.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
