import type { DropoutOptions, ParameterSpec } from '../../ops.ts';
import type { Operation } from './recorded.ts';

/** What training has beside the operations of a network in use. */
export type TrainingOnlyOperation =
  | { readonly op: 'dropout'; readonly options: DropoutOptions }
  | { readonly op: 'eachStep'; readonly count: number; readonly body: StepBody }
  | { readonly op: 'sum'; readonly axes: readonly number[] }
  | { readonly op: 'logSoftmax' | 'sqrt' | 'div' };

export type TrainingOperation = Operation | TrainingOnlyOperation;

export interface TrainingStep {
  /** The number of the value that it makes. */
  readonly value: number;
  readonly operation: TrainingOperation;
  readonly operands: readonly number[];
}

/** What is done with each step of `eachStep`. It may also take values from outside. */
export interface StepBody {
  readonly input: number;
  readonly steps: readonly TrainingStep[];
  readonly result: number;
}

/** Values that are given, what is done with them, and values that come out: plain data, to be replayed in another thread. */
export interface Procedure {
  readonly inputs: readonly number[];
  readonly steps: readonly TrainingStep[];
  readonly outputs: readonly number[];
}

/** By which procedures for parameters of a shape are found. */
export const shapeKey = (shape: readonly number[]): string => shape.join();

/** A network in training; the batch is symbolic. In use it is the same, only that some operations mean something else. */
export interface NetworkRecording extends Procedure {
  readonly name: string;
  readonly inputNames: readonly string[];
  /** Elements of the largest value for one sample: of what a batch cannot do without. */
  readonly largest: number;
  /** In the order of the state dict, without functions. */
  readonly parameters: readonly Omit<ParameterSpec, 'constructed'>[];
}
