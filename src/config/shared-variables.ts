import { suggestion } from '../domain/text/nearest-name.ts';
import type { Diagnostic } from './diagnostic.ts';
import { parseYaml } from './yaml/yaml-document.ts';
import { RUN_VARIABLES } from './yaml/yaml-variables.ts';

type Variables = Readonly<Record<string, string>>;

export interface SharingFile {
  readonly file: string;
  /** Undefined if the file is unreadable. */
  readonly text: string | undefined;
  /** Variables that the list itself sets; they override `--set`. */
  readonly ownVariables?: Variables;
}

export interface SharedVariables {
  /** The variables of each file, in file order. */
  readonly given: readonly Variables[];
  /** An error for a variable that no file uses, and a warning for each file that lacks one which others use. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Distributes the variables of `--set`: each file gets those that it declares or uses. A single file gets all, and its
 * own check judges them.
 * @param list  the file that lists them, if there is one
 */
export const sharedVariables = (files: readonly SharingFile[], set: Variables, list?: string): SharedVariables => {
  if (files.length <= 1 && list === undefined) return { given: files.map(() => set), diagnostics: [] };
  const parts = files.map((one) => ({ ...one, known: knownIn(one.text) }));
  const diagnostics = Object.keys(set)
    .filter((name) => !RUN_VARIABLES.includes(name))
    .flatMap((name) => diagnosticsOf(name, parts, list));
  const given = parts.map((part) => Object.fromEntries(Object.entries(set).filter(([name]) => isTaken(name, part))));
  return { given, diagnostics: withoutRepeats(diagnostics) };
};

interface Part extends SharingFile {
  /** The variables of the file; undefined if unknown. */
  readonly known: readonly string[] | undefined;
}

const knownIn = (text: string | undefined): Part['known'] =>
  text === undefined ? undefined : parseYaml(text, '', {}).variables;

const hasItself = (name: string, { ownVariables = {} }: Part): boolean => Object.hasOwn(ownVariables, name);

const isTaken = (name: string, part: Part): boolean =>
  !hasItself(name, part) && (part.known === undefined || part.known.includes(name) || RUN_VARIABLES.includes(name));

const diagnosticsOf = (name: string, parts: readonly Part[], list: string | undefined): readonly Diagnostic[] => {
  const at = { code: 'VARIABLE_UNUSED', line: 1, column: 1 };
  const passedOver = parts.filter((part) => !isTaken(name, part));
  if (passedOver.length === parts.length) {
    const known = [...new Set(parts.flatMap((part) => part.known ?? []))];
    const why = passedOver.some((part) => hasItself(name, part))
      ? `the list sets "${name}" itself wherever a file has it; change it there`
      : `none of the files has a variable "${name}";${suggestion(name, known)}`;
    return [{ severity: 'error', ...at, file: list ?? parts[0]?.file ?? '', message: `--set ${name}: ${why}` }];
  }
  return passedOver.map((part) => {
    const why = hasItself(name, part)
      ? `the list sets "${name}" for this file, and that stays; only others are given it`
      : `the file has no variable "${name}"; only others are given it`;
    return { severity: 'warning', ...at, file: part.file, message: `--set ${name}: ${why}` };
  });
};

/** A list may name a file several times. */
const withoutRepeats = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [`${one.file} ${one.message}`, one])).values(),
];
