import type { Shape } from '../dim.ts';
import { parameterTable } from '../parameter-table.ts';
import type { OnnxAttribute, OnnxConstant, OnnxNode, OnnxValue } from './graph.ts';

/** The ONNX interpreter's `T`: the name of a value in the graph, and its shape. */
export type GraphValue = OnnxValue;

/** Inputs of a node; undefined ones are omitted. */
type Inputs = readonly (GraphValue | undefined)[];

type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** A graph under construction. */
export type GraphBuilder = ReturnType<typeof graphBuilder>;

/** Maximum length of shared constants; comparing longer ones costs more than it saves. */
const SHARED_UP_TO = 4096;

export const graphBuilder = () => {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string | number, OnnxConstant>();
  const outputShapes = new Map<string, Shape>();

  /** Adds a constant; equal small ones are shared. */
  const constant = (shape: readonly number[], data: Float32Array | BigInt64Array): GraphValue => {
    const key = data.length > SHARED_UP_TO ? constants.size : `${data.constructor.name}[${shape}]${data}`;
    const known = constants.get(key);
    if (known !== undefined) return known;
    const made = { name: `constant_${constants.size}`, shape, data };
    constants.set(key, made);
    return made;
  };

  /** Appends a node with several outputs. */
  const nodeOf = (
    operator: string,
    inputs: Inputs,
    shapes: readonly Shape[],
    attributes: Attributes = {},
  ): readonly GraphValue[] => {
    const name = `${operator}_${nodes.length}`;
    const outputs = shapes.map((shape, index) => ({ name: index === 0 ? name : `${name}_${index}`, shape }));
    const used = inputs.map((input) => input?.name ?? '');
    for (const output of outputs) outputShapes.set(output.name, output.shape);
    nodes.push({ operator, inputs: used, outputs: outputs.map((output) => output.name), attributes });
    return outputs;
  };

  return {
    parameters: parameterTable(({ name, shape }) => ({ name, shape })),
    constants: (): readonly OnnxConstant[] => [...constants.values()],
    nodes,
    /** Shapes of the nodes' outputs by name. */
    shapes: outputShapes as ReadonlyMap<string, Shape>,
    nodeOf,
    /** Appends a node with one output. */
    node: (operator: string, inputs: Inputs, shape: Shape, attributes?: Attributes): GraphValue =>
      nodeOf(operator, inputs, [shape], attributes)[0]!,
    floats: (values: Float32Array, shape: readonly number[]) => constant(shape, values),
    /** A list of integers, as operators take shapes and axes. */
    ints: (values: readonly number[]) => constant([values.length], BigInt64Array.from(values, BigInt)),
  };
};
