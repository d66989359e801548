import type { BoundOperator, OperatorInfo } from '../define-operator.ts';
import type { OperatorExample } from '../operator-example.ts';

/** An operator with the options of its example. */
export interface Subject {
  readonly info: OperatorInfo;
  readonly example: OperatorExample;
  readonly bound: BoundOperator;
  /** How long anything of it may take. */
  readonly timeoutMs: number;
}

/** Something that every operator keeps. */
export interface Law {
  /** To follow the operator's name: "gives the same twice". */
  readonly name: string;
  /** What the operator did instead; empty when it keeps the law. */
  readonly complaints: (subject: Subject) => Promise<readonly string[]>;
}
