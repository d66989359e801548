import type { OnnxConstant, OnnxGraph } from '../nn/onnx/graph.ts';
import type { StateDict } from '../weights/state-dict.ts';

/** The graph with its weights as constants. They must fit the graph (`checkWeights`). */
export const boundGraph = (graph: OnnxGraph, weights: StateDict): OnnxGraph => {
  const values = graph.parameters.map(
    ({ name, shape }): OnnxConstant => ({ name, shape, data: weights.get(name)!.data }),
  );
  return { ...graph, parameters: [], constants: [...values, ...graph.constants] };
};
