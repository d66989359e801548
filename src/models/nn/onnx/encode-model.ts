import type { StateDict } from '../../weights/state-dict.ts';
import { type Dim, isBatch } from '../dim.ts';
import type { OnnxAttribute, OnnxConstant, OnnxData, OnnxGraph, OnnxNode, OnnxValue } from './graph.ts';
import { modelProto } from './messages.ts';

/** Versions that ONNX programs of recent years read; see docs/decisions/0004-onnx-session-options.md. */
const OPSET = 18;
const IR_VERSION = 9;

const FLOAT = 1;
const UINT8 = 2;
const INT8 = 3;
const INT32 = 6;
const INT64 = 7;
const EXTERNAL = 1;

const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

const elementType = (data: OnnxData): number => {
  if (data instanceof Float32Array) return FLOAT;
  if (data instanceof BigInt64Array) return INT64;
  if (data instanceof Int8Array) return INT8;
  return data instanceof Uint8Array ? UINT8 : INT32;
};

const bytesOf = (data: OnnxData): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const attribute = (name: string, value: OnnxAttribute) => {
  if ('int' in value) return { name, type: ATTRIBUTE_INT, i: value.int };
  if ('ints' in value) return { name, type: ATTRIBUTE_INTS, ints: value.ints };
  if ('float' in value) return { name, type: ATTRIBUTE_FLOAT, f: value.float };
  return { name, type: ATTRIBUTE_STRING, s: new TextEncoder().encode(value.text) };
};

const node = ({ operator, inputs, outputs, attributes }: OnnxNode) => ({
  name: outputs[0],
  opType: operator,
  input: inputs,
  output: outputs,
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
});

const dimension = (dim: Dim) => (isBatch(dim) ? { dimParam: dim } : { dimValue: dim });

const valueInfo = ({ name, shape }: OnnxValue) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: shape.map(dimension) } } },
});

const innerValue = (name: string) => ({ name, type: { tensorType: { elemType: FLOAT } } });

const inline = ({ name, shape, data }: OnnxConstant) => ({
  name,
  dims: shape,
  dataType: elementType(data),
  rawData: bytesOf(data),
});

const external = ({ name, shape }: { name: string; shape: readonly number[] }) => ({
  name,
  dims: shape,
  dataType: FLOAT,
  dataLocation: EXTERNAL,
  externalData: [{ key: 'location', value: name }],
});

const modelBytes = (graph: OnnxGraph, weights: readonly object[]): Uint8Array =>
  modelProto()
    .encode({
      irVersion: IR_VERSION,
      producerName: 'spinestream',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name: graph.name,
        node: graph.nodes.map(node),
        initializer: [...weights, ...graph.constants.map(inline)],
        input: graph.inputs.map(valueInfo),
        output: [...graph.outputs.map(valueInfo), ...(graph.observed ?? []).map(innerValue)],
      },
    })
    .finish();

/**
 * An ONNX model (opset 18, IR 9, little endian) with external weights: each is a file named after its parameter, which sessions receive in memory, so
 * that no weight is copied into the model.
 */
export const encodeModelWithoutWeights = (graph: OnnxGraph): Uint8Array =>
  modelBytes(graph, graph.parameters.map(external));

/** The same as one self-contained file. The weights must fit the graph (`checkWeights`). */
export const encodeModel = (graph: OnnxGraph, weights: StateDict): Uint8Array =>
  modelBytes(
    graph,
    graph.parameters.map(({ name, shape }) => inline({ name, shape, data: weights.get(name)!.data })),
  );
