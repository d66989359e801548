import { z } from 'zod';
import type { OperatorInfo } from '../core/define-operator.ts';
import type { EntryName } from '../core/entries.ts';
import type { OperatorRegistry } from '../core/registry.ts';

const namespaceOf = (name: string): string => name.split('.')[0] ?? '';

/** Namespaces of the entries that an operator reads and writes in its example; undefined without a valid example. */
export const namespacesOf = ({ example, bind }: OperatorInfo) => {
  try {
    if (example === undefined) return undefined;
    const { reads, writes } = bind(example.options);
    return { reads: reads.map(namespaceOf), writes: writes.map(namespaceOf) };
  } catch {
    return undefined; // a custom operator's example is not checked here
  }
};

/** The namespaces that it writes in its example, and those named like one of its options. */
const possiblyWritten = (operator: OperatorInfo): readonly string[] | undefined => {
  const namespaces = namespacesOf(operator);
  if (namespaces === undefined || !(operator.options instanceof z.ZodObject)) return undefined;
  const named = Object.keys(operator.options.shape).filter((option) => !namespaces.reads.includes(option));
  return [...namespaces.writes, ...named];
};

/**
 * Whether a step that could not be bound may write an entry, so that it is not reported as missing.
 * @param steps  in file order
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
