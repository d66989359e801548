import { withoutUnused } from '../nn/onnx/bound-graph.ts';
import { type FoldedNorm, foldedNorm } from '../nn/onnx/folded-norm.ts';
import type { OnnxConstant, OnnxGraph, OnnxNode } from '../nn/onnx/graph.ts';
import { type GraphIndex, graphIndex } from '../nn/onnx/graph-index.ts';

interface Fold {
  readonly node: OnnxNode;
  readonly constants: readonly OnnxConstant[];
}

/** Convolution and norm as one convolution. */
const foldOf = (conv: OnnxNode, { norm, factors, biases }: FoldedNorm, index: GraphIndex): Fold | undefined => {
  const weight = index.constant(conv.inputs[1]);
  const values = index.floats(conv.inputs[1]);
  if (!weight || !values) return undefined;
  const perChannel = values.length / factors.length;
  const folded = values.map((value, at) => value * factors[Math.floor(at / perChannel)]!);
  const output = norm.outputs[0]!;
  const names = { weight: `${conv.inputs[1]}@${output}`, bias: `${output}_bias` };
  return {
    node: { ...conv, inputs: [conv.inputs[0]!, names.weight, names.bias], outputs: [output] },
    constants: [
      { name: names.weight, shape: weight.shape, data: folded },
      { name: names.bias, shape: [biases.length], data: biases },
    ],
  };
};

/** Folds the batch norms of a bound graph into the convolutions before them, as ONNX Runtime does in float32. */
export const foldBatchNorms = (graph: OnnxGraph): OnnxGraph => {
  const index = graphIndex(graph);
  const folds = new Map<OnnxNode, Fold>();
  for (const conv of graph.nodes) {
    if (conv.operator !== 'Conv') continue;
    const folded = foldedNorm(conv, index);
    const fold = folded && foldOf(conv, folded, index);
    if (folded && fold) folds.set(folded.norm, fold);
  }
  const replaced = new Set([...folds.keys()].map(({ inputs }) => index.producer(inputs[0]!)));
  const nodes = graph.nodes.filter((node) => !replaced.has(node)).map((node) => folds.get(node)?.node ?? node);
  const constants = [...graph.constants, ...[...folds.values()].flatMap((fold) => fold.constants)];
  return withoutUnused({ ...graph, nodes, constants });
};
