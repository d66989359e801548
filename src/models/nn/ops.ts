import type { Shape } from './dim.ts';

/**
 * The operations that networks are written in. An architecture is a function over `Ops<T>` and does not know what a `T` is:
 * a shape, a node of an ONNX graph, a tensor, or a tensor that remembers how it was made. Whoever implements `Ops<T>` is an
 * interpreter of every network of the zoo.
 *
 * There are two parts. `Kernel<T>` is what each interpreter must give. `Fused<T>` could be written with the kernel, and
 * `expansions(kernel)` does write it; an interpreter replaces what its library does faster.
 *
 * Whether a network is trained or used is the interpreter's business alone: it decides what `batchNorm`, `dropout` and
 * `eachStep` mean. Layouts are PyTorch's: maps [n, channels, rows, columns], weights as in its state dicts.
 */
export type Ops<T> = Kernel<T> & Fused<T>;

/** What a parameter or buffer is, by its name in a PyTorch state dict. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int64';
  /** Parameters are trained; buffers are not. */
  readonly role: 'parameter' | 'buffer';
  /** The values of a buffer that follows from the architecture, so that weights may come without it. */
  readonly constructed?: () => Float32Array | BigInt64Array;
}

export interface Conv2dOptions {
  readonly stride?: number;
  /** Zeros added on all four sides. */
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
  /** True: corner pixels keep their places. False: half-pixel centres. */
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
  /** What is dropped together: single elements, or all of a sample (stochastic depth). */
  readonly per: 'element' | 'sample';
}

export interface Kernel<T> {
  /** A named weight. Asking again for a name gives the same one: that is how two branches share weights. */
  readonly parameter: (spec: ParameterSpec) => T;
  readonly constant: (values: Float32Array, shape: readonly number[]) => T;
  readonly shapeOf: (x: T) => Shape;

  /** Element by element with NumPy's broadcasting. */
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
  /** Over the axes, which stay with size 1. */
  readonly mean: (x: T, axes: readonly number[]) => T;
  /** Over the last axis. */
  readonly softmax: (x: T) => T;
  /** Over [n, channels, rows, columns]; padding never wins. */
  readonly maxPool: (x: T, options: MaxPoolOptions) => T;
  readonly resizeBilinear: (x: T, options: ResizeOptions) => T;

  /** At most one axis of the result may be a multiple of the batch. */
  readonly reshape: (x: T, shape: Shape) => T;
  /** Axis `i` of the result is axis `order[i]` of x. */
  readonly transpose: (x: T, order: readonly number[]) => T;
  /** Entries `start` up to but not including `end` of a static axis. */
  readonly slice: (x: T, range: { readonly axis: number; readonly start: number; readonly end: number }) => T;
  readonly concat: (parts: readonly T[], axis: number) => T;
  /** The entries of axis 0 that the indices name, in that order. */
  readonly gather: (x: T, indices: readonly number[]) => T;

  /** Over axis 1 of [n, channels, ...]: with running statistics in use, with those of the batch in training. eps 1e-5. */
  readonly batchNorm: (x: T, state: BatchNormState<T>) => T;
  /** The identity in use. In training a share of `rate` becomes 0 and the rest grows by 1 / (1 - rate). */
  readonly dropout: (x: T, options: DropoutOptions) => T;
  /**
   * Sees x [n, steps * c, ...] as `steps` inputs [n, c, ...], gives each to `body` and stacks the results [n, ...] to
   * [n, steps, ...]. In use they may go through in one batch (`foldedSteps`); in training each is a pass of its own, in order,
   * so that batch statistics are those of one step.
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
  /** One entry forward per unit of `shift`, round the end; negative is backward. */
  readonly roll: (x: T, move: { readonly axis: number; readonly shift: number }) => T;
  /** One layer over [n, steps, inputs] from a zero state: the states of all steps, [n, steps, directions * hidden]. */
  readonly gru: (x: T, weights: GruDirections<T>) => T;
}
