import { basename } from 'node:path';
import { firstOf } from '../domain/text/listed.ts';
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
  /** An error for a variable that no file uses, and a warning for one that only some use. */
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
  return { given, diagnostics };
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
  const filesOf = (isOwn: boolean) => [
    ...new Set(passedOver.filter((part) => hasItself(name, part) === isOwn).map(({ file }) => file)), // a list may name a file several times
  ];
  return [true, false].flatMap((isOwn): readonly Diagnostic[] => {
    const files = filesOf(isOwn);
    const [file, ...more] = files;
    if (file === undefined) return [];
    const message = `--set ${name}: ${passedOverText(name, isOwn, files)}; only others are given it`;
    return [{ severity: 'warning', ...at, file: more.length === 0 ? file : (list ?? file), message }];
  });
};

/** Says in one sentence why files are not given a variable. @param isOwn  the list sets it itself */
const passedOverText = (name: string, isOwn: boolean, files: readonly string[]): string => {
  const which = files.length === 1 ? 'this file' : firstOf(files.map((file) => basename(file)));
  if (isOwn) return `the list sets "${name}" for ${which}, and that stays`;
  return files.length === 1 ? `the file has no variable "${name}"` : `${which} have no variable "${name}"`;
};
