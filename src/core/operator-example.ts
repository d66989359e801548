import type { z } from 'zod';
import type { OperatorEnv } from './operator-env.ts';
import type { StudyState } from './study-state.ts';

/**
 * A small study that shows what an operator does. The conformance kit runs it; readers of the operator see what it takes.
 * Everything is made anew at every call and needs no file, network or weights.
 */
export interface OperatorExample<S extends z.ZodType = z.ZodType> {
  /** As a pipeline file would write them. */
  readonly options: z.input<S>;
  /** A study with every entry that the operator reads. */
  readonly study: () => StudyState;
  /** What the operator asks of its environment; anything else refuses. */
  readonly env?: () => Partial<OperatorEnv>;
}
