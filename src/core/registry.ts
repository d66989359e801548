import { SpineError } from '../domain/spine-error.ts';
import type { OperatorInfo } from './define-operator.ts';

/** Operators by name. */
export type OperatorRegistry = ReadonlyMap<string, OperatorInfo>;

/** @throws OPERATOR_TWICE where two operators share a name */
export const operatorRegistry = (operators: readonly OperatorInfo[]): OperatorRegistry => {
  const registry = new Map<string, OperatorInfo>();
  for (const operator of operators) {
    if (registry.has(operator.name))
      throw new SpineError({
        code: 'OPERATOR_TWICE',
        reason: `two operators are called "${operator.name}"; rename one of them`,
      });
    registry.set(operator.name, operator);
  }
  return registry;
};
