import type { OnnxGraph, OnnxNode } from './graph.ts';

export type GraphIndex = ReturnType<typeof graphIndex>;

/** Look-ups in a bound graph. */
export const graphIndex = ({ nodes, constants, outputs, observed = [] }: OnnxGraph) => {
  const returned = new Set([...outputs.map(({ name }) => name), ...observed]);
  const byName = new Map(constants.map((constant) => [constant.name, constant]));
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const input of new Set(node.inputs)) readers.set(input, [...(readers.get(input) ?? []), node]);
  const consumers = (name: string): readonly OnnxNode[] => readers.get(name) ?? [];
  const constant = (name: string | undefined) => (name === undefined ? undefined : byName.get(name));
  return {
    constant,
    /** Values of a float32 constant. */
    floats: (name: string | undefined) => {
      const data = constant(name)?.data;
      return data instanceof Float32Array ? data : undefined;
    },
    producer: (name: string) => producers.get(name),
    consumers,
    /** The node that alone reads this value, if it has that operator. The graph must not return the value. */
    onlyConsumer: (name: string, operator: string) => {
      const [first, ...others] = consumers(name);
      return others.length === 0 && first?.operator === operator && !returned.has(name) ? first : undefined;
    },
  };
};
