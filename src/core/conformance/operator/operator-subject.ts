import type { BoundOperator, OperatorInfo } from '../../define-operator.ts';
import type { OperatorExample } from '../../operator-example.ts';
import type { Law } from '../law.ts';

/** An operator with the options of its example. */
export interface OperatorSubject {
  readonly info: OperatorInfo;
  readonly example: OperatorExample;
  readonly bound: BoundOperator;
  /** How long anything of it may take. */
  readonly timeoutMs: number;
}

export type OperatorLaw = Law<OperatorSubject>;
