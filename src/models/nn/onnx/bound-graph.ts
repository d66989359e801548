import type { OnnxConstant, OnnxData, OnnxGraph } from './graph.ts';

/** Weights by name: a state dict, or the values alone. */
interface Weights {
  readonly get: (name: string) => { readonly data: OnnxData } | undefined;
}

/** The graph with its weights as constants, which are not copied. They must fit the graph (`checkWeights`). */
export const boundGraph = (graph: OnnxGraph, weights: Weights): OnnxGraph => {
  const values = graph.parameters.map(
    ({ name, shape }): OnnxConstant => ({ name, shape, data: weights.get(name)!.data }),
  );
  return { ...graph, parameters: [], constants: [...values, ...graph.constants] };
};

/** Only constants that a node reads. */
export const withoutUnused = (graph: OnnxGraph): OnnxGraph => {
  const used = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  return { ...graph, constants: graph.constants.filter(({ name }) => used.has(name)) };
};

/** Constants of more values are weights. Operators read smaller ones, such as factors and axes, when a session is created. */
const CONSTANTS_UP_TO = 64;

/** The reverse of `boundGraph`: large float32 constants as parameters, and their values in the order of the parameters. */
export const withoutWeights = (
  graph: OnnxGraph,
): { readonly graph: OnnxGraph; readonly weights: readonly Float32Array[] } => {
  const weights: Float32Array[] = [];
  const [parameters, constants]: [OnnxConstant[], OnnxConstant[]] = [[], []];
  for (const constant of graph.constants) {
    const { data } = constant;
    if (data instanceof Float32Array && data.length > CONSTANTS_UP_TO) {
      parameters.push(constant);
      weights.push(data);
    } else constants.push(constant);
  }
  const bare = parameters.map(({ name, shape }) => ({ name, shape }));
  return { graph: { ...graph, parameters: [...graph.parameters, ...bare], constants }, weights };
};
