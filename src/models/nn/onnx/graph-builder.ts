import type { Shape } from '../dim.ts';
import { type ParameterTable, parameterTable } from '../parameter-table.ts';
import type { OnnxAttribute, OnnxConstant, OnnxNode, OnnxValue } from './graph.ts';

/** The ONNX interpreter's `T`: the name of a value in the graph, and its shape. */
export type GraphValue = OnnxValue;

export interface GraphBuilder {
  readonly parameters: ParameterTable<GraphValue>;
  readonly constants: () => readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
  /** Appends a node with one output. Undefined inputs are omitted. */
  readonly node: (
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    shape: Shape,
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ) => GraphValue;
  /** Appends a node with several outputs. */
  readonly nodeOf: (
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    shapes: readonly Shape[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ) => readonly GraphValue[];
  /** Adds a constant; equal small ones are shared. */
  readonly floats: (values: Float32Array, shape: readonly number[]) => GraphValue;
  /** A list of integers, as operators take shapes and axes. */
  readonly ints: (values: readonly number[]) => GraphValue;
}

/** Maximum length of shared constants; comparing longer ones costs more than it saves. */
const SHARED_UP_TO = 4096;

export const graphBuilder = (): GraphBuilder => {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string | number, OnnxConstant>();

  const constant = (shape: readonly number[], data: Float32Array | BigInt64Array): GraphValue => {
    const key = data.length > SHARED_UP_TO ? constants.size : `${data.constructor.name}[${shape}]${data}`;
    const known = constants.get(key);
    if (known !== undefined) return known;
    const made = { name: `constant_${constants.size}`, shape, data };
    constants.set(key, made);
    return made;
  };

  const nodeOf: GraphBuilder['nodeOf'] = (operator, inputs, shapes, attributes = {}) => {
    const name = `${operator}_${nodes.length}`;
    const outputs = shapes.map((shape, index) => ({ name: index === 0 ? name : `${name}_${index}`, shape }));
    const used = inputs.map((input) => input?.name ?? '');
    nodes.push({ operator, inputs: used, outputs: outputs.map((output) => output.name), attributes });
    return outputs;
  };

  return {
    parameters: parameterTable(({ name, shape }) => ({ name, shape })),
    constants: () => [...constants.values()],
    nodes,
    nodeOf,
    node: (operator, inputs, shape, attributes) => nodeOf(operator, inputs, [shape], attributes)[0]!,
    floats: (values, shape) => constant(shape, values),
    ints: (values) => constant([values.length], BigInt64Array.from(values, BigInt)),
  };
};
