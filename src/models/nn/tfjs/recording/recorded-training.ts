import type { DropoutOptions, ParameterSpec } from '../../ops.ts';
import type { Operation } from './recorded.ts';

/** Operations of training besides those of a network in evaluation mode. */
type TrainingOnlyOperation =
  | { readonly op: 'dropout'; readonly options: DropoutOptions }
  | { readonly op: 'eachStep'; readonly count: number; readonly body: StepBody }
  | { readonly op: 'sum'; readonly axes: readonly number[] }
  | { readonly op: 'logSoftmax' | 'sqrt' | 'div' };

export type TrainingOperation = Operation | TrainingOnlyOperation;

export interface TrainingStep {
  /** Number of the resulting value. */
  readonly value: number;
  readonly operation: TrainingOperation;
  readonly operands: readonly number[];
}

/** Body of `eachStep`. May also use values from outside. */
export interface StepBody {
  readonly input: number;
  readonly steps: readonly TrainingStep[];
  readonly result: number;
}

/** Inputs, steps and outputs as plain data, for replay in another thread. */
export interface Procedure {
  readonly inputs: readonly number[];
  readonly steps: readonly TrainingStep[];
  readonly outputs: readonly number[];
}

/** Key of the procedures for a parameter shape. */
export const shapeKey = (shape: readonly number[]): string => shape.join();

/** A network in training mode; the batch is symbolic. Evaluation mode uses the same recording, with different meanings of some operations. */
export interface NetworkRecording extends Procedure {
  readonly name: string;
  readonly inputNames: readonly string[];
  /** Elements of the largest value for one sample, which bounds the memory of a batch. */
  readonly largest: number;
  /** In the order of the state dict, without functions. */
  readonly parameters: readonly Omit<ParameterSpec, 'constructed'>[];
}
