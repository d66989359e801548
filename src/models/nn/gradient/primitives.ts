import type { Shape } from '../dim.ts';
import type { Conv2dOptions, MaxPoolOptions, Ops } from '../ops.ts';

/** What losses are written in: the operations of networks, and two more. */
export type LossOps<T> = Ops<T> & LossPrimitives<T>;

export interface LossPrimitives<T> {
  /** Over the axes, which stay with size 1. */
  readonly sum: (x: T, axes: readonly number[]) => T;
  /** Of the softmax over the last axis, without overflow. */
  readonly logSoftmax: (x: T) => T;
}

/** What optimisers are written in; `Ops<T>` has the rest. */
export interface OptimiserPrimitives<T> {
  readonly div: (a: T, b: T) => T;
  readonly sqrt: (x: T) => T;
}

/** What backward rules need beyond the operations of networks. Sizes are static here: a training step has a fixed batch. */
export interface GradientPrimitives<T> extends LossPrimitives<T>, OptimiserPrimitives<T> {
  readonly exp: (x: T) => T;
  /** 1 where x is above 0, else 0. */
  readonly isPositive: (x: T) => T;
  /** x repeated along axes of size 1. */
  readonly expand: (x: T, shape: Shape) => T;
  /** Zeros before and after the entries of an axis. */
  readonly pad: (x: T, padding: { readonly axis: number; readonly before: number; readonly after: number }) => T;
  /** Row `indices[i]` of the result, [rows, ...], is the sum of all updates `i` that name it. */
  readonly scatterAdd: (updates: T, indices: readonly number[], rows: number) => T;
  /** `maxPool` that remembers where each maximum was. */
  readonly maxPoolWithGradient: (x: T, options: MaxPoolOptions) => MaxPooled<T>;
  /** The gradient with respect to the map, of `shape`, that `conv2d` was given. */
  readonly convInputGradient: (upstream: T, weight: T, shape: Shape, options: Conv2dOptions) => T;
  /** The gradient with respect to the weight, of `shape`, that `conv2d` was given. */
  readonly convWeightGradient: (x: T, upstream: T, shape: Shape, options: Conv2dOptions) => T;
}

export interface MaxPooled<T> {
  readonly value: T;
  /** Each window's upstream goes to its maximum in x, the first in row-major order where several are equal. */
  readonly gradient: (upstream: T) => T;
}

/** An interpreter that can also be differentiated. */
export type Differentiable<T> = Ops<T> & GradientPrimitives<T>;
