import type { Shape } from '../../dim.ts';
import type { Conv2dOptions, DropoutOptions, MaxPoolOptions, ParameterSpec, ResizeOptions } from '../../ops.ts';

/** An operation as plain data, without its operands. */
export type Operation =
  | { readonly op: 'parameter'; readonly name: string }
  | { readonly op: 'constant'; readonly values: Float32Array; readonly shape: readonly number[] }
  | {
      readonly op:
        | ElementwisePair
        | ElementwiseOne
        | 'matMul'
        | 'softmax'
        | 'logSoftmax'
        | 'linear'
        | 'globalAveragePool'
        | 'batchNorm';
    }
  | { readonly op: 'conv2d'; readonly options: Conv2dOptions }
  | { readonly op: 'mean' | 'sum'; readonly axes: readonly number[] }
  | { readonly op: 'maxPool'; readonly options: MaxPoolOptions }
  | { readonly op: 'resizeBilinear'; readonly options: ResizeOptions }
  | { readonly op: 'reshape'; readonly shape: Shape }
  | { readonly op: 'transpose'; readonly order: readonly number[] }
  | { readonly op: 'slice'; readonly range: { readonly axis: number; readonly start: number; readonly end: number } }
  | { readonly op: 'concat'; readonly axis: number }
  | { readonly op: 'gather'; readonly indices: readonly number[] }
  | { readonly op: 'layerNorm'; readonly eps: number }
  | { readonly op: 'gru'; readonly directions: 1 | 2 }
  | { readonly op: 'dropout'; readonly options: DropoutOptions }
  | { readonly op: 'eachStep'; readonly count: number; readonly body: StepBody };

export type ElementwisePair = 'add' | 'sub' | 'mul' | 'div';
export type ElementwiseOne = 'relu' | 'erf' | 'sigmoid' | 'tanh' | 'rsqrt' | 'gelu' | 'sqrt';

export interface Step {
  /** Number of the resulting value. */
  readonly value: number;
  readonly operation: Operation;
  /** Numbers of the operands. */
  readonly operands: readonly number[];
}

/** Body of `eachStep`. May also use values from outside. */
export interface StepBody {
  readonly input: number;
  /** Rows of the input for each of the batch. */
  readonly rows: number;
  readonly steps: readonly Step[];
  readonly result: number;
}

/** Inputs, steps and outputs as plain data, for replay in another thread. */
export interface Procedure {
  readonly inputs: readonly number[];
  readonly steps: readonly Step[];
  readonly outputs: readonly number[];
}

/** Key of the procedures for a parameter shape. */
export const shapeKey = (shape: readonly number[]): string => shape.join();

type Parameter = Omit<ParameterSpec, 'constructed'>;

/** A network with a symbolic batch. What batch norms, dropout and `eachStep` mean depends on the mode in which it is replayed. */
export interface NetworkRecording extends Procedure {
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Elements of the largest value for one sample, which bounds the memory of a batch. */
  readonly largest: number;
  /** In the order of the state dict, without functions. */
  readonly parameters: readonly Parameter[];
}

/** All steps in order, those of a body before the step that it belongs to. */
export const everyStep = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) =>
    step.operation.op === 'eachStep' ? [...everyStep(step.operation.body.steps), step] : [step],
  );

/** Float parameters that the steps use: the weights of evaluation mode. */
export const usedWeights = ({ steps, parameters }: NetworkRecording): readonly Parameter[] => {
  const all = everyStep(steps);
  const taken = new Set(all.flatMap(({ operands }) => operands));
  const used = new Set(
    all.flatMap(({ value, operation }) => (operation.op === 'parameter' && taken.has(value) ? [operation.name] : [])),
  );
  return parameters.filter(({ name, dtype }) => dtype === 'float32' && used.has(name));
};
