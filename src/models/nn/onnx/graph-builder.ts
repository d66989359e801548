import type { Shape } from '../dim.ts';
import { type ParameterTable, parameterTable } from '../parameter-table.ts';
import type { OnnxAttribute, OnnxConstant, OnnxNode, OnnxValue } from './graph.ts';

/** What the ONNX interpreter takes for a `T`: the name of a value in the graph, and its shape. */
export type GraphValue = OnnxValue;

export interface GraphBuilder {
  readonly parameters: ParameterTable<GraphValue>;
  readonly constants: () => readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
  /** Appends a node with one output. Inputs that are undefined are left out. */
  readonly node: (
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    shape: Shape,
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ) => GraphValue;
  /** A constant; equal small ones are shared. */
  readonly floats: (values: Float32Array, shape: readonly number[]) => GraphValue;
  /** A list of whole numbers, as operators take shapes and axes. */
  readonly ints: (values: readonly number[]) => GraphValue;
}

/** Elements; comparing longer constants costs more than it saves. */
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

  return {
    parameters: parameterTable(({ name, shape }) => ({ name, shape })),
    constants: () => [...constants.values()],
    nodes,
    node: (operator, inputs, shape, attributes = {}) => {
      const name = `${operator}_${nodes.length}`;
      nodes.push({ operator, inputs: inputs.map((input) => input?.name ?? ''), outputs: [name], attributes });
      return { name, shape };
    },
    floats: (values, shape) => constant(shape, values),
    ints: (values) => constant([values.length], BigInt64Array.from(values, BigInt)),
  };
};
