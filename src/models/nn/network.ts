import type { Shape } from './dim.ts';
import type { Ops } from './ops.ts';
import type { StartRule } from './start-rule.ts';

export interface NetworkInput {
  readonly name: string;
  readonly shape: readonly (number | 'n')[];
}

/** What interpreters interpret: named inputs, and a function over the operations that gives as many outputs as it names. */
export interface Network {
  /** For messages and exported graphs. */
  readonly name: string;
  readonly inputs: readonly NetworkInput[];
  readonly outputNames: readonly string[];
  readonly build: <T>(nn: Ops<T>, inputs: readonly T[]) => readonly T[];
  /** How parameters start that do not start as PyTorch's modules do; the first rule that fits a name counts. */
  readonly starts?: readonly StartRule[];
}

export interface NetworkOutput {
  readonly name: string;
  readonly shape: Shape;
}
