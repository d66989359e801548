import type { OperatorInfo } from '../../core/define-operator.ts';
import type { OperatorRegistry } from '../../core/registry.ts';
import type { LoadedFile } from './load-operators.ts';

/** Operators by the names that steps use, and what is wrong with the files that bring some. */
export interface KnownOperators {
  readonly operators: OperatorRegistry;
  /** Whether every file was loaded, so that an operator that is not among them does not exist. */
  readonly complete: boolean;
  readonly complaints: readonly FileComplaint[];
}

export interface FileComplaint {
  readonly code: string;
  /** Of the list entry, from 0. */
  readonly index: number;
  readonly message: string;
}

/** The built-in operators and those of the files that a pipeline lists; a name belongs to one owner. */
export const knownOperators = (
  builtIn: OperatorRegistry,
  listed: readonly string[],
  files: ReadonlyMap<string, LoadedFile>,
): KnownOperators => {
  const operators = new Map<string, OperatorInfo>(builtIn);
  const owners = new Map<string, string>();
  const complaints: FileComplaint[] = [];
  let complete = true;
  for (const [index, path] of listed.entries()) {
    const complain = (code: string, message: string) =>
      complaints.push({ code, index, message: `operators: ${message}` });
    const file = files.get(path);
    if (listed.indexOf(path) < index) complain('OPERATOR_FILE_TWICE', `${path} is listed twice; remove one`);
    else if (file === undefined || 'error' in file) {
      complete = false;
      complain(file?.error.code ?? 'OPERATOR_FILE_UNREAD', file?.error.message ?? `${path} was not loaded`);
    } else
      for (const operator of file.operators) {
        const taken = owners.get(operator.name) ?? (builtIn.has(operator.name) ? 'the product' : undefined);
        if (taken !== undefined)
          complain(
            'OPERATOR_TWICE',
            `${path} and ${taken} both have an operator "${operator.name}"; rename the one in ${path}`,
          );
        else operators.set(operator.name, operator);
        if (taken === undefined) owners.set(operator.name, path);
      }
  }
  return { operators, complete, complaints };
};
