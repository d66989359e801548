import type { BoundOperator } from './define-operator.ts';
import type { BoundOutput } from './define-output.ts';
import type { BoundSource } from './define-source.ts';
import type { EntryName } from './entries.ts';

/** Which run folder a model of a pipeline is, and which of its folds. */
export interface ModelReference {
  /** The name that operators use. */
  readonly name: string;
  readonly path: string;
  /** Folds whose predictions are averaged: `all`, those that were not trained on a study, or these. */
  readonly folds: 'all' | 'out-of-fold' | readonly number[];
  readonly weights: 'best' | 'last';
}

/** An operator of a pipeline, and the entries that have no reader after it. */
export interface Step {
  readonly operator: BoundOperator;
  /** Line of the file that declares it, from 1. */
  readonly line: number;
  readonly dropsAfter: readonly EntryName[];
}

/** A pipeline file that was checked: every option valid, every entry written before it is read. */
export interface Pipeline {
  readonly name: string;
  readonly file: string;
  readonly models: readonly ModelReference[];
  /** Where studies come from; undefined where the command line says it. */
  readonly source: BoundSource | undefined;
  readonly steps: readonly Step[];
  readonly outputs: readonly BoundOutput[];
  /** The file's content after variables, as canonical JSON: what it means, whatever its layout. */
  readonly canonical: string;
  /** Where something stands in the file. */
  readonly at: (path: readonly PropertyKey[], options?: { readonly key?: boolean }) => { line: number; column: number };
}
