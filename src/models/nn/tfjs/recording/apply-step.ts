import { atBatch } from '../../dim.ts';
import type { AllOps } from '../../gradient/primitives.ts';
import type { View } from '../view.ts';
import { replaced } from './arguments.ts';
import type { Call, Operand } from './recorded.ts';

const isOperand = (part: object): part is Operand => 'operand' in part;

/** Performs a recorded call. @param n the batch */
export const applyStep = (nn: AllOps<View>, call: Call, operands: readonly View[], n: number): View => {
  const args: readonly unknown[] = call.op === 'reshape' ? [call.args[0], atBatch(call.args[1], n)] : call.args;
  // The arguments are those of this operation, which the type of all operations does not say.
  const perform = nn[call.op] as (...given: unknown[]) => View;
  return perform(...args.map((part) => replaced(part, isOperand, ({ operand }) => operands[operand]!)));
};
