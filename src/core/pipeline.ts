import type { BoundOperator } from './define-operator.ts';
import type { BoundOutput } from './define-output.ts';
import type { BoundSource } from './define-source.ts';
import type { EntryName } from './entries.ts';

/** The run folder and folds of a pipeline's model. */
export interface ModelReference {
  /** Name used by operators. */
  readonly name: string;
  readonly path: string;
  /** Folds to average: `all`, those that were not trained on the study, or a list. */
  readonly folds: 'all' | 'out-of-fold' | readonly number[];
  readonly weights: 'best' | 'last';
}

/** An operator of a pipeline, and the entries that no later step reads. */
export interface Step {
  readonly operator: BoundOperator;
  /** Line of its declaration in the file, from 1. */
  readonly line: number;
  readonly dropsAfter: readonly EntryName[];
}

/** A validated pipeline file: every option is valid, and every entry is written before it is read. */
export interface Pipeline {
  readonly name: string;
  readonly file: string;
  readonly models: readonly ModelReference[];
  /** The source of studies; undefined if the command line sets it. */
  readonly source: BoundSource | undefined;
  readonly steps: readonly Step[];
  readonly outputs: readonly BoundOutput[];
  /** The file's content after variable substitution, as canonical JSON, independent of layout. */
  readonly canonical: string;
  /** The values of its variables, without those that others determine. */
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  /** A position in the file. */
  readonly at: (path: readonly PropertyKey[]) => { line: number; column: number };
}
