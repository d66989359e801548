import type { Diagnostic } from './diagnostic.ts';
import { type Path, parseYaml, type YamlDocument } from './yaml/yaml-document.ts';

/** Reports an error or a warning about the value at a path of a file, or about its key. */
export type Report = (
  severity: Diagnostic['severity'],
  code: string,
  path: Path,
  message: string,
  key?: boolean,
) => void;

interface DocumentCheck<T> {
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What an empty file lacks. */
  readonly expected: string;
  /** Makes the value of the file, and reports what is wrong with it. */
  readonly check: (document: YamlDocument, report: Report) => T | undefined;
}

/** Checks the text of a YAML file. @returns the value, undefined if there is an error, and all diagnostics in file order */
export const checkDocument = <T>(
  text: string,
  { file, variables, expected, check }: DocumentCheck<T>,
): { readonly value: T | undefined; readonly diagnostics: readonly Diagnostic[] } => {
  const document = parseYaml(text, file, variables);
  const found: Diagnostic[] = [...document.diagnostics];
  const report: Report = (severity, code, path, message, key = false) => {
    found.push({ severity, code, file, ...document.at(path, { key }), message });
  };
  const value = document.value === undefined ? undefined : check(document, report);
  if (document.value === undefined && found.length === 0)
    report('error', 'FILE_EMPTY', [], `the file is empty; expected ${expected}`);
  const diagnostics = [...withoutEchoes(found)].sort((a, b) => a.line - b.line || a.column - b.column);
  return { value: diagnostics.some(({ severity }) => severity === 'error') ? undefined : value, diagnostics };
};

/** Drops diagnostics that follow from an unknown variable at the same place, and repetitions by an alias. */
const withoutEchoes = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const placeOf = ({ line, column }: Diagnostic): string => `${line}:${column}`;
  const unknown = new Set(diagnostics.filter(({ code }) => code === 'VARIABLE_UNKNOWN').map(placeOf));
  const meant = diagnostics.filter((one) => one.code !== 'OPTION_INVALID' || !unknown.has(placeOf(one)));
  return [...new Map(meant.map((one) => [`${placeOf(one)} ${one.code} ${one.message}`, one])).values()];
};
