import type { Shape } from '../dim.ts';
import type { Ops } from '../ops.ts';
import type { LossOps, OptimiserPrimitives } from './primitives.ts';

/** A loss, in operations that every engine has. */
export interface Loss {
  /** The shape of the targets for an output shape. */
  readonly targetShape: (output: Shape) => Shape;
  /** The loss of a batch before division by `divisor`: a scalar, []. */
  readonly total: <T>(nn: LossOps<T>, output: T, target: T) => T;
  /** Divisor of totals; 0 if no target counts. Micro-batches of one batch share a divisor. */
  readonly divisor: (target: Float32Array) => number;
}

/** An optimiser's update of one parameter, in operations that every engine has. */
export interface UpdateRule {
  /** Optimiser slots of each parameter, with their shapes; initially zero. */
  readonly slots: readonly string[];
  /** Scalars of a step, by name; steps count from 1. */
  readonly scalars: (at: { readonly step: number; readonly learningRate: number }) => Readonly<Record<string, number>>;
  readonly update: <T>(nn: Ops<T> & OptimiserPrimitives<T>, given: Given<T>) => Updated<T>;
}

export interface Given<T> {
  readonly parameter: T;
  readonly gradient: T;
  /** In the order of the rule's `slots`. */
  readonly slots: readonly T[];
  /** Named as in the rule's `scalars`. */
  readonly scalar: (name: string) => T;
}

export interface Updated<T> {
  readonly parameter: T;
  readonly slots: readonly T[];
}
