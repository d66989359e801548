import type { Shape } from './dim.ts';
import type { Ops } from './ops.ts';
import type { StartRule } from './start-rule.ts';

export interface NetworkInput {
  readonly name: string;
  readonly shape: readonly (number | 'n')[];
}

/** A network for interpreters: named inputs, and a function over the operations that returns the named outputs. */
export interface Network {
  /** For messages and exported graphs. */
  readonly name: string;
  readonly inputs: readonly NetworkInput[];
  readonly outputNames: readonly string[];
  readonly build: <T>(nn: Ops<T>, inputs: readonly T[]) => readonly T[];
  /** Initialisation of parameters that differs from PyTorch's modules; the first matching rule counts. */
  readonly starts?: readonly StartRule[];
}

export interface NetworkOutput {
  readonly name: string;
  readonly shape: Shape;
}
