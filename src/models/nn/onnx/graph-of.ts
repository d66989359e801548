import type { Network } from '../network.ts';
import { buildWith } from '../shapes.ts';
import type { OnnxGraph, OnnxNode } from './graph.ts';
import { type GraphValue, graphBuilder } from './graph-builder.ts';
import { onnxFused } from './onnx-fused.ts';
import { onnxKernel } from './onnx-kernel.ts';

/** The network in evaluation mode as an ONNX graph without weights. Requires no library and takes milliseconds. */
export const onnxGraphOf = (network: Network): OnnxGraph => {
  const graph = graphBuilder();
  const kernel = onnxKernel(graph);
  const inputs: readonly GraphValue[] = network.inputs;
  const results = buildWith(network, { ...kernel, ...onnxFused(graph, kernel) }, inputs);
  const outputs = results.map(({ name, shape }, index) => ({ from: name, name: network.outputNames[index]!, shape }));
  const named = outputs.map(
    ({ from, name }): OnnxNode => ({ operator: 'Identity', inputs: [from], outputs: [name], attributes: {} }),
  );
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  return {
    name: network.name,
    inputs,
    outputs: outputs.map(({ name, shape }) => ({ name, shape })),
    nodes: [...graph.nodes, ...named],
    parameters: graph.parameters
      .specs()
      .filter(({ name }) => used.has(name))
      .map(({ name, shape }) => ({ name, shape })),
    constants: graph.constants(),
    shapes: graph.shapes,
  };
};
