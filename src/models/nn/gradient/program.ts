import type { OnnxGraph } from '../onnx/graph.ts';

/**
 * An ONNX graph over a store of named tensors: each input that the caller does not feed is read from the store by name, and some outputs replace
 * tensors there.
 */
export interface Program {
  readonly graph: OnnxGraph;
  /** Inputs read from the store. */
  readonly reads: readonly StoredTensor[];
  /** Names of stored tensors, with the outputs that replace them. */
  readonly writes: readonly { readonly name: string; readonly output: string }[];
  /** Dropout inputs, drawn for every run: 0 with the probability `rate`, else 1 / (1 - rate). */
  readonly masks: readonly Mask[];
}

interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Mask extends StoredTensor {
  readonly rate: number;
}

/** A forward and backward pass. */
export interface PassProgram extends Program {
  readonly loss: string;
  /** Increments of the batch counters. */
  readonly passes: ReadonlyMap<string, number>;
  /** Names of parameters with gradients, in the network's order. */
  readonly parameters: readonly string[];
}

/** An update of all trained parameters. */
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

/** Names of a parameter's gradient and slots in the store. */
export const slotName = (slot: string, parameter: string): string => `${slot}/${parameter}`;
export const gradientName = (parameter: string): string => slotName('gradient', parameter);

/** Inputs besides those of the network. */
export const TARGET = 'target';
export const SCALE = 'scale';
export const scalarName = (name: string): string => slotName('scalar', name);
