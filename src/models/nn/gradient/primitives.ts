import type { Shape } from '../dim.ts';
import type { Conv2dOptions, MaxPoolOptions, Ops } from '../ops.ts';

/** Operations for losses: those of networks, and two more. */
export type LossOps<T> = Ops<T> & LossPrimitives<T>;

export interface LossPrimitives<T> {
  /** Sum over the axes, which stay with size 1. */
  readonly sum: (x: T, axes: readonly number[]) => T;
  /** Logarithm of the softmax over the last axis, without overflow. */
  readonly logSoftmax: (x: T) => T;
}

/** Operations for optimisers, in addition to `Ops<T>`. */
export interface OptimiserPrimitives<T> {
  readonly div: (a: T, b: T) => T;
  readonly sqrt: (x: T) => T;
}

/** The operations of networks, losses and optimisers. */
export type AllOps<T> = LossOps<T> & OptimiserPrimitives<T>;

/** Operations for backward rules, in addition to those of networks. Sizes are static, since a training step has a fixed batch. */
export interface GradientPrimitives<T> extends LossPrimitives<T>, OptimiserPrimitives<T> {
  readonly exp: (x: T) => T;
  /** 1 if x is above 0, else 0. */
  readonly isPositive: (x: T) => T;
  /** Repeats x along axes of size 1. */
  readonly expand: (x: T, shape: Shape) => T;
  /** Pads an axis with zeros before and after. */
  readonly pad: (x: T, padding: { readonly axis: number; readonly before: number; readonly after: number }) => T;
  /** Scatter-add: row `indices[i]` of the result, [rows, ...], is the sum of all updates `i` with that index. */
  readonly scatterAdd: (updates: T, indices: readonly number[], rows: number) => T;
  /** `maxPool` that records the position of each maximum. */
  readonly maxPoolWithGradient: (x: T, options: MaxPoolOptions) => MaxPooled<T>;
  /** Gradient of `conv2d` with respect to its map of `shape`. */
  readonly convInputGradient: (upstream: T, weight: T, shape: Shape, options: Conv2dOptions) => T;
  /** Gradient of `conv2d` with respect to its weight of `shape`. */
  readonly convWeightGradient: (x: T, upstream: T, shape: Shape, options: Conv2dOptions) => T;
}

interface MaxPooled<T> {
  readonly value: T;
  /** Passes each window's upstream to its maximum in x, the first in row-major order in a tie. */
  readonly gradient: (upstream: T) => T;
}

/** An interpreter with the primitives that differentiation requires. */
export type Differentiable<T> = Ops<T> & GradientPrimitives<T>;
