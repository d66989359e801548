import type { Shape } from '../dim.ts';

/** An ONNX graph as plain data, which can be posted to a thread, inspected in a test, and written by `encodeModel`. */
export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Names of inner values to return as well, of undeclared shape. */
  readonly observed?: readonly string[];
  readonly nodes: readonly OnnxNode[];
  /** Weights that the nodes use, by state-dict name, without their values. float32. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly constants: readonly OnnxConstant[];
  /** Shapes of the nodes' outputs by name, which passes over the graph need. */
  readonly shapes?: ReadonlyMap<string, Shape>;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: Shape;
}

export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: OnnxData;
}

/** float32 and int64 in all graphs; the others in quantised ones. */
export type OnnxData = Float32Array | BigInt64Array | Int8Array | Uint8Array | Int32Array;

export interface OnnxNode {
  readonly operator: string;
  /** '' stands for an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Tagged attributes, since ONNX distinguishes integers from floats and JavaScript does not. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly text: string };
