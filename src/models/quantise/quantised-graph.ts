import { withoutUnused } from '../nn/onnx/bound-graph.ts';
import type { OnnxConstant, OnnxGraph, OnnxNode } from '../nn/onnx/graph.ts';
import { type GraphIndex, graphIndex } from '../nn/onnx/graph-index.ts';
import { type Affine, affineOf, quantisedLayer, type Range } from './quantised-values.ts';

/** Operators that keep the values of their input, which share its scale. */
const SAME_SCALE = new Set(['MaxPool']);
/** Operators without weights that ONNX Runtime computes in uint8. */
const CARRIERS = new Set([...SAME_SCALE, 'Add', 'Concat']);

/** The value that a layer or carrier quantises: that of a ReLU that alone reads it, which saturation at 0 replaces. */
const quantisedOutput = (node: OnnxNode, index: GraphIndex): string => {
  const output = node.outputs[0]!;
  return index.onlyConsumer(output, 'Relu')?.outputs[0] ?? output;
};

const activations = ({ inputs }: OnnxNode, index: GraphIndex): readonly string[] =>
  inputs.filter((name) => name !== '' && index.constant(name) === undefined);

interface Plan {
  /** Nodes that compute in int8. */
  readonly nodes: ReadonlySet<OnnxNode>;
  /** Scale of each value that is quantised. */
  readonly scales: ReadonlyMap<string, Affine>;
}

/** Values whose ranges a calibration must observe: inputs and outputs of all layers and carriers. */
export const observedValues = (graph: OnnxGraph, layers: readonly string[]): readonly string[] => {
  const index = graphIndex(graph);
  const chosen = new Set(layers);
  const seen = graph.nodes
    .filter(({ operator, outputs }) => chosen.has(outputs[0]!) || CARRIERS.has(operator))
    .flatMap((node) => [...activations(node, index), quantisedOutput(node, index)]);
  return [...new Set(seen)];
};

/** Decides which values are quantised. A carrier joins if all its inputs are. */
const planOf = (graph: OnnxGraph, index: GraphIndex, o: QuantiseOptions): Plan => {
  const chosen = new Set(o.layers);
  const nodes = new Set<OnnxNode>();
  const scales = new Map<string, Affine>();
  const mark = (name: string): void => {
    const range = o.ranges.get(name);
    if (range === undefined) throw new Error(`no range of ${name} was observed`);
    if (!scales.has(name)) scales.set(name, affineOf(range));
  };
  for (const node of graph.nodes) {
    const inputs = activations(node, index);
    const isLayer = chosen.has(node.outputs[0]!);
    const carries = CARRIERS.has(node.operator) && inputs.every((name) => scales.has(name));
    if (!isLayer && !(carries && inputs.length === node.inputs.filter((name) => isFloat(name, index)).length)) continue;
    nodes.add(node);
    for (const name of inputs) mark(name);
    const output = quantisedOutput(node, index);
    if (SAME_SCALE.has(node.operator)) scales.set(output, scales.get(inputs[0]!)!);
    else mark(output);
  }
  return { nodes, scales };
};

const isFloat = (name: string, index: GraphIndex): boolean => {
  if (name === '') return false;
  const constant = index.constant(name);
  return constant === undefined || constant.data instanceof Float32Array;
};

export interface QuantiseOptions {
  /** Names of the layers to compute in int8; the others stay float32. */
  readonly layers: readonly string[];
  /** Ranges of `observedValues`. */
  readonly ranges: ReadonlyMap<string, Range>;
}

/**
 * A bound graph with QuantizeLinear and DequantizeLinear around the layers (opset 18), in the form that ONNX Runtime fuses to integer operators: uint8
 * activations, int8 weights per output channel, int32 biases.
 */
export const quantisedGraph = (graph: OnnxGraph, options: QuantiseOptions): OnnxGraph => {
  const index = graphIndex(graph);
  const { nodes: chosen, scales } = planOf(graph, index, options);
  const chosenLayers = new Set(options.layers);
  const constants: OnnxConstant[] = [...graph.constants];
  const nodes: OnnxNode[] = [];
  const quantisedBy = new Set([...chosen].map((node) => quantisedOutput(node, index)));
  const dropped = new Set([...chosen].map((node) => index.onlyConsumer(node.outputs[0]!, 'Relu')));

  const constant = (name: string, shape: readonly number[], data: OnnxConstant['data']): string => {
    constants.push({ name, shape, data });
    return name;
  };
  const dequantise = (
    stored: string,
    parameters: readonly string[],
    attributes: OnnxNode['attributes'] = {},
  ): string => {
    const output = `${stored}_float`;
    nodes.push({ operator: 'DequantizeLinear', inputs: [stored, ...parameters], outputs: [output], attributes });
    return output;
  };
  const wrap = (name: string, { scale, zeroPoint }: Affine): void => {
    const parameters = [
      constant(`${name}_scale`, [], Float32Array.of(scale)),
      constant(`${name}_zero`, [], Uint8Array.of(zeroPoint)),
    ];
    nodes.push({
      operator: 'QuantizeLinear',
      inputs: [name, ...parameters],
      outputs: [`${name}_int8`],
      attributes: {},
    });
    dequantise(`${name}_int8`, parameters);
  };
  const read = (node: OnnxNode, name: string): string =>
    scales.has(name) && (chosen.has(node) || quantisedBy.has(name)) ? `${name}_int8_float` : name;

  const layerInputs = (node: OnnxNode): readonly string[] => {
    const [x, weight] = node.inputs;
    const { shape, data } = index.constant(weight)!;
    const values = data instanceof Float32Array ? data : new Float32Array(data.length);
    const bias = index.floats(node.inputs[2]) ?? new Float32Array(shape[0]!);
    const layer = quantisedLayer(values, bias, scales.get(x!)!.scale);
    const out = [shape[0]!];
    const name = node.outputs[0]!;
    const perChannel = { axis: { int: 0 } };
    return [
      read(node, x!),
      dequantise(
        constant(`${name}_weight_int8`, shape, layer.values),
        [
          constant(`${name}_weight_scale`, out, layer.scales),
          constant(`${name}_weight_zero`, out, new Int8Array(out[0]!)),
        ],
        perChannel,
      ),
      dequantise(
        constant(`${name}_bias_int32`, out, layer.bias),
        [constant(`${name}_bias_scale`, out, layer.biasScales)],
        perChannel,
      ),
    ];
  };

  for (const { name } of graph.inputs) if (scales.has(name)) wrap(name, scales.get(name)!);
  for (const node of graph.nodes) {
    if (dropped.has(node)) continue;
    const inputs = chosenLayers.has(node.outputs[0]!) ? layerInputs(node) : node.inputs.map((name) => read(node, name));
    const output = chosen.has(node) ? quantisedOutput(node, index) : undefined;
    nodes.push({ ...node, inputs, outputs: output === undefined ? node.outputs : [output] });
    for (const name of output === undefined ? node.outputs : [output])
      if (scales.has(name)) wrap(name, scales.get(name)!);
  }
  return withoutUnused({ ...graph, nodes, constants });
};
