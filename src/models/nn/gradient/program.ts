import type { OnnxGraph } from '../onnx/graph.ts';

/**
 * An ONNX graph over a store of named tensors: each input that the caller does not feed is the tensor of that name in the
 * store, and some outputs replace tensors there.
 */
export interface Program {
  readonly graph: OnnxGraph;
  /** Inputs that the store holds. */
  readonly reads: readonly StoredTensor[];
  /** The name of a stored tensor and the output that replaces it. */
  readonly writes: readonly { readonly name: string; readonly output: string }[];
  /** Inputs that are drawn anew for every run: 0 with the probability `rate`, else 1 / (1 - rate). */
  readonly masks: readonly Mask[];
}

export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Mask extends StoredTensor {
  readonly rate: number;
}

/** One pass forward and back. */
export interface PassProgram extends Program {
  readonly loss: string;
  /** How far each counter of batches moves. */
  readonly passes: ReadonlyMap<string, number>;
  /** Names of those that have gradients, in the network's order. */
  readonly parameters: readonly string[];
}

/** A change of all trained parameters. */
export interface UpdateProgram extends Program {
  /** The sum of squares of each gradient before clipping, in the order of `parameters`. */
  readonly squaredNorms: string;
  readonly parameters: readonly string[];
}

export type StepProgram = PassProgram & UpdateProgram;

export interface EvaluationProgram extends Program {
  readonly loss: string;
  readonly output: string;
}

/** Names of a parameter's companions in the store. */
export const slotName = (slot: string, parameter: string): string => `${slot}/${parameter}`;
export const gradientName = (parameter: string): string => slotName('gradient', parameter);

/** Inputs beside those of the network. */
export const TARGET = 'target';
export const SCALE = 'scale';
export const scalarName = (name: string): string => slotName('scalar', name);
