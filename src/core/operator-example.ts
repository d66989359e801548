import type { z } from 'zod';
import type { OperatorEnv } from './operator-env.ts';
import type { StudyState } from './study-state.ts';

/**
 * A small study that demonstrates an operator, for the conformance kit and for readers. Every call creates all data
 * afresh and needs no file, network or weights.
 */
export interface OperatorExample<S extends z.ZodType = z.ZodType> {
  /** As in a pipeline file. */
  readonly options: z.input<S>;
  /** A study with every entry that the operator reads. */
  readonly study: () => StudyState;
  /** Resources that the operator requests from its environment; others are refused. */
  readonly env?: () => Partial<OperatorEnv>;
}
