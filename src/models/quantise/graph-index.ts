import type { OnnxConstant, OnnxGraph, OnnxNode } from '../nn/onnx/graph.ts';

/** Look-ups in a bound graph. */
export interface GraphIndex {
  readonly constant: (name: string | undefined) => OnnxConstant | undefined;
  /** Values of a float32 constant. */
  readonly floats: (name: string | undefined) => Float32Array | undefined;
  readonly producer: (name: string) => OnnxNode | undefined;
  readonly consumers: (name: string) => readonly OnnxNode[];
  /** The node that alone reads this value, if it has that operator. */
  readonly onlyConsumer: (name: string, operator: string) => OnnxNode | undefined;
}

export const graphIndex = ({ nodes, constants }: OnnxGraph): GraphIndex => {
  const byName = new Map(constants.map((constant) => [constant.name, constant]));
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const input of new Set(node.inputs)) readers.set(input, [...(readers.get(input) ?? []), node]);
  const consumers = (name: string) => readers.get(name) ?? [];
  const constant = (name: string | undefined) => (name === undefined ? undefined : byName.get(name));
  return {
    constant,
    floats: (name) => {
      const data = constant(name)?.data;
      return data instanceof Float32Array ? data : undefined;
    },
    producer: (name) => producers.get(name),
    consumers,
    onlyConsumer: (name, operator) => {
      const [first, ...others] = consumers(name);
      return others.length === 0 && first?.operator === operator ? first : undefined;
    },
  };
};
