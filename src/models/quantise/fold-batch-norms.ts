import { BATCH_NORM_EPS } from '../nn/batch-norm-constants.ts';
import type { OnnxConstant, OnnxGraph, OnnxNode } from '../nn/onnx/graph.ts';
import { type GraphIndex, graphIndex } from './graph-index.ts';

const epsilonOf = ({ attributes }: OnnxNode): number => {
  const found = attributes.epsilon;
  return found !== undefined && 'float' in found ? found.float : BATCH_NORM_EPS;
};

interface Fold {
  readonly node: OnnxNode;
  readonly constants: readonly OnnxConstant[];
}

/** Convolution and norm as one convolution: w s, (b - mean) s + shift with s = scale / sqrt(variance + eps) per channel. */
const foldOf = (conv: OnnxNode, norm: OnnxNode, index: GraphIndex): Fold | undefined => {
  const weight = index.constant(conv.inputs[1]);
  const values = index.floats(conv.inputs[1]);
  const [scale, shift, mean, variance] = norm.inputs.slice(1).map((name) => index.floats(name));
  if (!weight || !values || !scale || !shift || !mean || !variance) return undefined;
  const bias = index.floats(conv.inputs[2]);
  const factors = scale.map((value, channel) => value / Math.sqrt(variance[channel]! + epsilonOf(norm)));
  const perChannel = values.length / factors.length;
  const folded = values.map((value, at) => value * factors[Math.floor(at / perChannel)]!);
  const biases = factors.map((factor, channel) => ((bias?.[channel] ?? 0) - mean[channel]!) * factor + shift[channel]!);
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

/** Only constants that a node reads. */
export const withoutUnused = (graph: OnnxGraph): OnnxGraph => {
  const used = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  return { ...graph, constants: graph.constants.filter(({ name }) => used.has(name)) };
};

/** Folds the batch norms of a bound graph into the convolutions before them, as ONNX Runtime does in float32. */
export const foldBatchNorms = (graph: OnnxGraph): OnnxGraph => {
  const index = graphIndex(graph);
  const folds = new Map<OnnxNode, Fold>();
  for (const conv of graph.nodes) {
    if (conv.operator !== 'Conv') continue;
    const norm = index.onlyConsumer(conv.outputs[0]!, 'BatchNormalization');
    const fold = norm && foldOf(conv, norm, index);
    if (norm && fold) folds.set(norm, fold);
  }
  const replaced = new Set([...folds.keys()].map(({ inputs }) => index.producer(inputs[0]!)));
  const nodes = graph.nodes.filter((node) => !replaced.has(node)).map((node) => folds.get(node)?.node ?? node);
  const constants = [...graph.constants, ...[...folds.values()].flatMap((fold) => fold.constants)];
  return withoutUnused({ ...graph, nodes, constants });
};
