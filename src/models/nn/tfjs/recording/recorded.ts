import type { Shape } from '../../dim.ts';
import type { Conv2dOptions, MaxPoolOptions, ResizeOptions } from '../../ops.ts';

/** An operation as plain data, without its operands. */
export type Operation =
  | { readonly op: 'input'; readonly name: string }
  | { readonly op: 'parameter'; readonly name: string }
  | { readonly op: 'constant'; readonly values: Float32Array; readonly shape: readonly number[] }
  | {
      readonly op:
        | ElementwisePair
        | ElementwiseOne
        | 'matMul'
        | 'softmax'
        | 'linear'
        | 'globalAveragePool'
        | 'batchNorm';
    }
  | { readonly op: 'conv2d'; readonly options: Conv2dOptions }
  | { readonly op: 'mean'; readonly axes: readonly number[] }
  | { readonly op: 'maxPool'; readonly options: MaxPoolOptions }
  | { readonly op: 'resizeBilinear'; readonly options: ResizeOptions }
  | { readonly op: 'reshape'; readonly shape: Shape }
  | { readonly op: 'transpose'; readonly order: readonly number[] }
  | { readonly op: 'slice'; readonly range: { readonly axis: number; readonly start: number; readonly end: number } }
  | { readonly op: 'concat'; readonly axis: number }
  | { readonly op: 'gather'; readonly indices: readonly number[] }
  | { readonly op: 'layerNorm'; readonly eps: number }
  | { readonly op: 'gru'; readonly directions: 1 | 2 };

export type ElementwisePair = 'add' | 'sub' | 'mul';
export type ElementwiseOne = 'relu' | 'erf' | 'sigmoid' | 'tanh' | 'rsqrt' | 'gelu';

/** One operation and the numbers of its operands. */
export interface Step {
  readonly operation: Operation;
  readonly operands: readonly number[];
}

/**
 * A network in evaluation mode as plain data, which any interpreter can replay in another thread. Values are numbered by the step that computes them;
 * the batch is symbolic.
 */
export interface Recording {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly outputs: readonly { readonly name: string; readonly value: number }[];
  /** Float parameters that the steps use, by state-dict name. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
}
