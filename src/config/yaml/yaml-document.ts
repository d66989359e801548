import { parseDocument, type YAMLError, type YAMLWarning } from 'yaml';
import { messageOf } from '../../domain/text/message-of.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { aliasComplaints, MAX_ALIASES } from './yaml-aliases.ts';
import { limitExceeded } from './yaml-limits.ts';
import { offsetOf, type Path } from './yaml-offsets.ts';
import { substituteVariables, type Value } from './yaml-variables.ts';

export type { Path };

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML file with positions. */
export interface YamlDocument {
  /** Undefined if empty or invalid. */
  readonly value: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** Variables that the file declares or uses; undefined if it is invalid. */
  readonly variables: readonly string[] | undefined;
  /** Their values, without those that others determine. */
  readonly variableValues: Readonly<Record<string, Value>>;
  /** Position of the value at a path, or of its key; of the nearest ancestor if the path does not exist. */
  readonly at: (path: Path, options?: { readonly key?: boolean }) => Position;
}

const MAX_SYNTAX_DIAGNOSTICS = 10;

const START: Position = { line: 1, column: 1 };

/**
 * Parses YAML (1.2, with merge keys) and substitutes variables (`${name}`) in its texts. Never throws for the file's
 * content: syntax errors, duplicate keys, exploding aliases and unknown variables become diagnostics.
 */
export const parseYaml = (text: string, file: string, variables: Readonly<Record<string, string>>): YamlDocument => {
  const diagnostics: Diagnostic[] = [];
  const report = (severity: Diagnostic['severity'], code: string, position: Position, message: string) =>
    diagnostics.push({ severity, code, file, ...position, message });
  const nothing = { value: undefined, diagnostics, variables: undefined, variableValues: {}, at: () => START };
  const refusal = limitExceeded(text);
  if (refusal !== undefined) {
    report('error', refusal.code, { line: refusal.line, column: 1 }, refusal.message);
    return nothing;
  }
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false, merge: true, logLevel: 'error' });
  const position = (offset: number) => positionAt(text, offset);
  for (const error of firstOfEachLine(document.errors, position))
    report('error', 'YAML_SYNTAX', position(error.pos[0]), syntaxMessage(error, text));
  for (const warning of document.warnings) report('warning', 'YAML_ODD', position(warning.pos[0]), oddity(warning));
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return nothing; // a duplicate key must not hide other errors
  for (const { offset, message } of aliasComplaints(document))
    report('error', 'YAML_ALIASES', position(offset), message);
  const substituted = substituteVariables(document, variables, (code, offset, message) =>
    report('error', code, position(offset), message),
  );
  const at: YamlDocument['at'] = (path, { key = false } = {}) => position(offsetOf(document, path, key));
  const { names, values } = substituted;
  const unexpanded = { value: undefined, diagnostics, variables: names, variableValues: values, at };
  if (diagnostics.some(({ code }) => code === 'YAML_ALIASES')) return unexpanded;
  try {
    return { ...unexpanded, value: document.toJS({ maxAliasCount: MAX_ALIASES }) ?? undefined };
  } catch (error) {
    const reason = messageOf(error);
    const message = reason.startsWith('Excessive alias count')
      ? 'the aliases multiply: what they stand for is itself full of aliases; write it out'
      : `the file cannot be expanded (${reason}); write out what its aliases stand for`;
    report('error', 'YAML_ALIASES', at([]), message);
    return unexpanded;
  }
};

/** Counts lines itself, since the parser's count goes wrong after some syntax errors. */
const positionAt = (text: string, offset: number): Position => {
  const before = text.slice(0, Math.max(0, offset));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
};

/** Errors after the first one of a line mostly follow from it, as do unexpected tokens after any error. */
const firstOfEachLine = (
  errors: readonly YAMLError[],
  position: (offset: number) => Position,
): readonly YAMLError[] => {
  const byLine = new Map<number, YAMLError>();
  for (const [index, error] of errors.entries()) {
    const { line } = position(error.pos[0]);
    if (!byLine.has(line) && (index === 0 || error.code !== 'UNEXPECTED_TOKEN')) byLine.set(line, error);
  }
  return [...byLine.values()].slice(0, MAX_SYNTAX_DIAGNOSTICS);
};

const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim();

const oddity = ({ code, message }: YAMLError | YAMLWarning): string =>
  code === 'TAG_RESOLVE_FAILED'
    ? `${oneLine(message)}; tags mean nothing here: write the value itself`
    : oneLine(message);

/** The parser's message, with advice if the message alone is unclear. */
const syntaxMessage = ({ code, message, pos }: YAMLError, text: string): string => {
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1).split('\n', 1)[0] ?? '';
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation; use spaces';
  if (code === 'DUPLICATE_KEY') {
    const key = /^[^:\s]+/.exec(text.slice(pos[0]))?.[0];
    return `the key "${key ?? ''}" stands in this map twice; remove one`;
  }
  if (code === 'MULTIPLE_DOCS') return 'a second document starts here; a pipeline file is one';
  if (code === 'BAD_INDENT' && message.startsWith('Flow'))
    return 'a "{" or "[" that began before is not closed, and this line is not indented further than it; close it';
  if (code === 'BLOCK_AS_IMPLICIT_KEY' && message.includes('sequence'))
    return 'this "-" does not stand under the ones before it; indent all entries of a list alike';
  if (code === 'BLOCK_IN_FLOW')
    return 'a second ":" before the next ","; inside { } options are separated by commas, and texts with ": " need quotes';
  if (code === 'MISSING_CHAR' && message.includes('quote'))
    return 'the file ends within a text in quotes; close it where it is meant to end';
  if (/[{[,:]\s*\$\{/.test(line)) return 'inside { } and [ ] a variable needs quotes, such as "${name}/more"';
  return oneLine(message);
};
