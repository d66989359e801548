import type { Shape } from '../../dim.ts';
import { type FoldedNorm, foldedNorm } from '../folded-norm.ts';
import type { OnnxGraph, OnnxNode } from '../graph.ts';
import type { GraphIndex } from '../graph-index.ts';
import { RESULTS, TAPS } from './minimal-filter.ts';

/** A convolution that Winograd's filter computes, with the batch norm after it. */
export interface ChosenConvolution {
  readonly node: OnnxNode;
  readonly norm: OnnxNode | undefined;
  /** Name of the result, that of the batch norm if there is one. */
  readonly output: string;
  readonly dilation: number;
  readonly weights: Float32Array;
  /** By which the weights of each output channel are multiplied. */
  readonly factors: Float32Array | undefined;
  readonly biases: Float32Array | undefined;
  readonly inChannels: number;
  readonly outChannels: number;
}

/** With fewer channels, transforming maps costs what multiplications gain. */
const LEAST_CHANNELS = 128;
/** ONNX Runtime's convolutions in blocks of channels take groups of whole blocks only, of up to 16 channels. */
const CHANNEL_BLOCK = 16;

const integers = ({ attributes }: OnnxNode, name: string): readonly number[] => {
  const found = attributes[name];
  if (found === undefined) return [];
  return 'ints' in found ? found.ints : 'int' in found ? [found.int] : [];
};

const are = (values: readonly number[], wanted: number): boolean => values.every((value) => value === wanted);

/** Whether maps of this many channels and rows can be dealt to four phases. */
const fits = (channels: number, rows: Shape[number] | undefined, dilation: number): boolean =>
  channels >= LEAST_CHANNELS &&
  channels % CHANNEL_BLOCK === 0 &&
  typeof rows === 'number' &&
  rows % (RESULTS * dilation) === 0;

const chosen = (node: OnnxNode, { shapes }: OnnxGraph, index: GraphIndex): ChosenConvolution | undefined => {
  const weights = index.floats(node.inputs[1]);
  const [outChannels = 0, inChannels = 0, ...kernel] = index.constant(node.inputs[1])?.shape ?? [];
  const dilations = integers(node, 'dilations');
  const dilation = dilations[0] ?? 1;
  const keepsSize = are(integers(node, 'strides'), 1) && are(integers(node, 'pads'), dilation);
  if (node.inputs[2] && !index.floats(node.inputs[2])) return undefined;
  if (!weights || !are(kernel, TAPS) || !keepsSize || !are(dilations, dilation) || !are(integers(node, 'group'), 1))
    return undefined;
  const rows = shapes?.get(node.outputs[0]!)?.[2];
  if (!fits(inChannels, rows, dilation) || !fits(outChannels, rows, dilation)) return undefined;
  const folded: Partial<FoldedNorm> | undefined = foldedNorm(node, index);
  const { norm, factors, biases } = folded ?? { biases: index.floats(node.inputs[2]) };
  const output = (norm ?? node).outputs[0]!;
  return { node, norm, output, dilation, weights, factors, biases, inChannels, outChannels };
};

/** The 3 x 3 convolutions of a bound graph that keep the size of their maps, have one group, and enough channels for the transforms to pay. */
export const chosenConvolutions = (graph: OnnxGraph, index: GraphIndex): readonly ChosenConvolution[] =>
  graph.nodes.filter(({ operator }) => operator === 'Conv').flatMap((node) => chosen(node, graph, index) ?? []);
