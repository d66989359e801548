import type { Shape } from '../dim.ts';

/** An ONNX graph as plain data: it can be posted to a thread, counted in a test, and written by `encodeModel`. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  /** Weights that the nodes use, by state-dict name; their values travel apart from the graph. float32. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly constants: readonly OnnxConstant[];
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: Shape;
}

export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  readonly operator: string;
  /** '' stands for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** ONNX tells whole numbers from floats, JavaScript does not; so attributes say which they are. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly text: string };
