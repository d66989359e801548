import type { BoundOperator, OperatorInfo } from '../../define-operator.ts';
import type { OperatorEnv } from '../../operator-env.ts';
import type { OperatorExample } from '../../operator-example.ts';
import type { Additions, StudyState } from '../../study-state.ts';
import type { Law } from '../law.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { exampleEnv, uncancelled } from './example-env.ts';

/** An operator with its example's options. */
export interface OperatorSubject {
  readonly info: OperatorInfo;
  readonly example: OperatorExample;
  readonly bound: BoundOperator;
  /** Time limit of each call. */
  readonly timeoutMs: number;
}

export type OperatorLaw = Law<OperatorSubject>;

/** What the operator makes of a study, by default the example's in its own environment. */
export const outcomeOn = (
  { bound, example, timeoutMs }: OperatorSubject,
  {
    state = example.study(),
    env = exampleEnv(example),
  }: { readonly state?: StudyState; readonly env?: OperatorEnv } = {},
): Promise<Outcome<Additions>> => outcomeOf(bound.work(env)(state, uncancelled()), timeoutMs);
