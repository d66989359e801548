import type { OnnxGraph, OnnxNode } from '../nn/onnx/graph.ts';
import { type GraphIndex, graphIndex } from '../nn/onnx/graph-index.ts';

const isGemmOfRows = ({ attributes }: OnnxNode): boolean => {
  const transposed = attributes.transB;
  return transposed !== undefined && 'int' in transposed && transposed.int === 1;
};

/** Convolutions, and matrix products with weights [out, in]. */
const hasWeights = (node: OnnxNode, index: GraphIndex): boolean =>
  (node.operator === 'Conv' || (node.operator === 'Gemm' && isGemmOfRows(node))) &&
  index.floats(node.inputs[1]) !== undefined &&
  index.constant(node.inputs[0]) === undefined;

/** Whether another layer with weights follows, directly or not. */
const leadsToAnother = (node: OnnxNode, index: GraphIndex): boolean => {
  const pending = [...node.outputs];
  const seen = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const next of index.consumers(name)) {
      if (hasWeights(next, index)) return true;
      pending.push(...next.outputs);
    }
  }
  return false;
};

/** Place of a layer in the state dict, e.g. `model.layer1.0.conv1`. */
export const layerPlace = (graph: OnnxGraph, layer: string): string => {
  const node = graph.nodes.find(({ outputs }) => outputs[0] === layer);
  return (node?.inputs[1] ?? layer).replace(/@.*$/, '').replace(/\.weight$/, '');
};

/**
 * The layers of a bound graph that may be computed in int8. The last ones are excluded: their outputs are the network's, which 256 values would not
 * resolve.
 */
export const quantisableLayers = (graph: OnnxGraph): readonly string[] => {
  const index = graphIndex(graph);
  return graph.nodes
    .filter((node) => hasWeights(node, index) && leadsToAnother(node, index))
    .map(({ outputs }) => outputs[0]!);
};
