import type { BoundOperator, OperatorInfo } from '../../define-operator.ts';
import type { OperatorExample } from '../../operator-example.ts';
import type { Law } from '../law.ts';

/** An operator with its example's options. */
export interface OperatorSubject {
  readonly info: OperatorInfo;
  readonly example: OperatorExample;
  readonly bound: BoundOperator;
  /** Time limit of each call. */
  readonly timeoutMs: number;
}

export type OperatorLaw = Law<OperatorSubject>;
