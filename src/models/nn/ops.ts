import type { Shape } from './dim.ts';

/**
 * The operations that networks are written in. An architecture is a function over `Ops<T>`, generic in `T`:
 * a shape, a node of an ONNX graph, a tensor, or a tensor that records how it was computed. Every implementation of `Ops<T>` is an
 * interpreter of every network of the zoo.
 *
 * There are two parts. Every interpreter must implement `Kernel<T>`. `Fused<T>` has decompositions into the kernel,
 * `expansions(kernel)`; an interpreter replaces those that its library computes faster.
 *
 * Only the interpreter distinguishes training and evaluation mode: it defines what `batchNorm`, `dropout` and
 * `eachStep` mean. Layouts are PyTorch's: maps [n, channels, rows, columns], weights as in its state dicts.
 */
export type Ops<T> = Kernel<T> & Fused<T>;

/** Spec of a parameter or buffer in a PyTorch state dict. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int64';
  /** Parameters are trained; buffers are not. */
  readonly role: 'parameter' | 'buffer';
  /** Values of a buffer determined by the architecture, which weights may omit. */
  readonly constructed?: () => Float32Array | BigInt64Array;
}

export interface Conv2dOptions {
  readonly stride?: number;
  /** Zero padding on all four sides. */
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
}

export interface MaxPoolOptions {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
}

export interface ResizeOptions {
  readonly rows: number;
  readonly columns: number;
  /** True: corner pixels keep their positions. False: half-pixel centres. */
  readonly alignCorners: boolean;
}

export interface BatchNormState<T> {
  readonly weight: T;
  readonly bias: T;
  readonly runningMean: T;
  readonly runningVar: T;
  readonly batchesTracked: T;
}

export interface DropoutOptions {
  readonly rate: number;
  /** Granularity of dropout: single elements, or whole samples (stochastic depth). */
  readonly per: 'element' | 'sample';
}

export interface Kernel<T> {
  /** A named weight. Requesting a name again returns the same one, which is how two branches share weights. */
  readonly parameter: (spec: ParameterSpec) => T;
  readonly constant: (values: Float32Array, shape: readonly number[]) => T;
  readonly shapeOf: (x: T) => Shape;

  /** Elementwise with NumPy's broadcasting. */
  readonly add: (a: T, b: T) => T;
  readonly sub: (a: T, b: T) => T;
  readonly mul: (a: T, b: T) => T;
  readonly relu: (x: T) => T;
  readonly erf: (x: T) => T;
  readonly sigmoid: (x: T) => T;
  readonly tanh: (x: T) => T;
  /** 1 / sqrt(x). */
  readonly rsqrt: (x: T) => T;

  /** x [n, in, rows, columns], weight [out, in / groups, kernel rows, kernel columns], bias [out] (none: undefined). */
  readonly conv2d: (x: T, weight: T, bias: T | undefined, options: Conv2dOptions) => T;
  /** [..., r, k] and [..., k, c] to [..., r, c]; leading axes broadcast. */
  readonly matMul: (a: T, b: T) => T;
  /** Mean over the axes, which stay with size 1. */
  readonly mean: (x: T, axes: readonly number[]) => T;
  /** Over the last axis. */
  readonly softmax: (x: T) => T;
  /** Over [n, channels, rows, columns]; padding is never the maximum. */
  readonly maxPool: (x: T, options: MaxPoolOptions) => T;
  readonly resizeBilinear: (x: T, options: ResizeOptions) => T;

  /** At most one axis of the result may be a multiple of the batch. */
  readonly reshape: (x: T, shape: Shape) => T;
  /** Axis `i` of the result is axis `order[i]` of x. */
  readonly transpose: (x: T, order: readonly number[]) => T;
  /** Entries from `start` up to but not including `end` of a static axis. */
  readonly slice: (x: T, range: { readonly axis: number; readonly start: number; readonly end: number }) => T;
  readonly concat: (parts: readonly T[], axis: number) => T;
  /** Selects entries of axis 0 by index, in order. */
  readonly gather: (x: T, indices: readonly number[]) => T;

  /** Over axis 1 of [n, channels, ...]: with running statistics in evaluation mode, with those of the batch in training mode. eps 1e-5. */
  readonly batchNorm: (x: T, state: BatchNormState<T>) => T;
  /** The identity in evaluation mode. In training mode, a share of `rate` becomes 0 and the rest is scaled by 1 / (1 - rate). */
  readonly dropout: (x: T, options: DropoutOptions) => T;
  /**
   * Treats x [n, steps * c, ...] as `steps` inputs [n, c, ...], applies `body` to each and stacks the results [n, ...] to [n, steps, ...]. In
   * evaluation mode they may run in one batch (`foldedSteps`); in training mode each is a separate pass, in order, so that batch statistics are those
   * of one step.
   */
  readonly eachStep: (x: T, steps: number, body: (step: T) => T) => T;
}

/** One direction of one layer, gates stacked as reset, update, new. */
export interface GruWeights<T> {
  /** [3 * hidden, inputs] */
  readonly weightIh: T;
  /** [3 * hidden, hidden] */
  readonly weightHh: T;
  readonly biasIh: T;
  readonly biasHh: T;
}

export interface GruDirections<T> {
  readonly forward: GruWeights<T>;
  readonly reverse?: GruWeights<T>;
}

export interface LayerNormState<T> {
  readonly weight: T;
  readonly bias: T;
  readonly eps: number;
}

export interface Fused<T> {
  /** x [..., in], weight [out, in], bias [out] to [..., out]. */
  readonly linear: (x: T, weight: T, bias: T | undefined) => T;
  /** Over the last axis. */
  readonly layerNorm: (x: T, state: LayerNormState<T>) => T;
  /** x (1 + erf(x / sqrt 2)) / 2. */
  readonly gelu: (x: T) => T;
  /** [n, channels, rows, columns] to [n, channels]. */
  readonly globalAveragePool: (x: T) => T;
  /** Rolls entries forward by `shift`, wrapping round; negative is backward. */
  readonly roll: (x: T, move: { readonly axis: number; readonly shift: number }) => T;
  /** One GRU layer over [n, steps, inputs] from a zero state: the states of all steps, [n, steps, directions * hidden]. */
  readonly gru: (x: T, weights: GruDirections<T>) => T;
}
