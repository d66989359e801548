import { z } from 'zod';
import type { OperatorInfo } from '../core/define-operator.ts';
import type { EntryName } from '../core/entries.ts';
import type { OperatorRegistry } from '../core/registry.ts';

const namespaceOf = (name: string): string => name.split('.')[0] ?? '';

/** Namespaces of the entries that an operator reads and writes in its own example; undefined where it has none that can be used. */
export const namespacesOf = ({ example, bind }: OperatorInfo) => {
  try {
    if (example === undefined) return undefined;
    const { reads, writes } = bind(example.options);
    return { reads: reads.map(namespaceOf), writes: writes.map(namespaceOf) };
  } catch {
    return undefined; // somebody else's example is not ours to judge here
  }
};

/** What it writes in its example, and what an option of that name may make it write. */
const possiblyWritten = (operator: OperatorInfo): readonly string[] | undefined => {
  const namespaces = namespacesOf(operator);
  if (namespaces === undefined || !(operator.options instanceof z.ZodObject)) return undefined;
  const named = Object.keys(operator.options.shape).filter((option) => !namespaces.reads.includes(option));
  return [...namespaces.writes, ...named];
};

/**
 * Whether an entry may be written by steps that are not understood, so that nobody says that it is missing.
 * @param steps  as the file lists them
 */
export const mayBeWrittenBy = (
  steps: readonly unknown[],
  operators: OperatorRegistry,
): ((name: EntryName) => boolean) => {
  const possible = steps.map((step) => {
    const [name = ''] = typeof step === 'object' && step !== null ? Object.keys(step) : [];
    const operator = operators.get(name);
    return operator && possiblyWritten(operator);
  });
  return (name) => possible.some((namespaces) => namespaces === undefined || namespaces.includes(namespaceOf(name)));
};
