import type { Shape } from '../dim.ts';
import type { Ops } from '../ops.ts';
import type { LossOps, OptimiserPrimitives } from './primitives.ts';

/** What a network is trained to make small, in operations that every engine has. */
export interface Loss {
  readonly name: string;
  /** The shape of the targets for an output of a shape. */
  readonly targetShape: (output: Shape) => Shape;
  /** The loss of a batch before it is divided by `divisor`: a scalar, []. */
  readonly total: <T>(nn: LossOps<T>, output: T, target: T) => T;
  /** What totals are divided by; 0 where no target counts. Batches that are gone through in parts share one divisor. */
  readonly divisor: (target: Float32Array) => number;
}

/** How one step changes a parameter, in operations that every engine has. */
export interface UpdateRule {
  readonly name: string;
  /** What is remembered for each parameter, with its shape; zeros at the start. */
  readonly slots: readonly string[];
  /** Numbers of a step, by name; steps are counted from 1. */
  readonly scalars: (at: { readonly step: number; readonly learningRate: number }) => Readonly<Record<string, number>>;
  readonly update: <T>(nn: Ops<T> & OptimiserPrimitives<T>, given: Given<T>) => Updated<T>;
}

export interface Given<T> {
  readonly parameter: T;
  readonly gradient: T;
  /** In the order of the rule's `slots`. */
  readonly slots: readonly T[];
  /** By the names that the rule's `scalars` gives. */
  readonly scalar: (name: string) => T;
}

export interface Updated<T> {
  readonly parameter: T;
  readonly slots: readonly T[];
}
