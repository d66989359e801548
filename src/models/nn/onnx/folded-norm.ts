import { BATCH_NORM_EPS } from '../batch-norm-constants.ts';
import type { OnnxNode } from './graph.ts';
import type { GraphIndex } from './graph-index.ts';

const epsilonOf = ({ attributes }: OnnxNode): number => {
  const found = attributes.epsilon;
  return found !== undefined && 'float' in found ? found.float : BATCH_NORM_EPS;
};

/** A batch norm as part of the convolution before it, whose weights are multiplied by the factors and whose biases are replaced. */
export interface FoldedNorm {
  readonly norm: OnnxNode;
  /** scale / sqrt(variance + eps) per channel. */
  readonly factors: Float32Array;
  /** (bias - mean) factor + shift per channel. */
  readonly biases: Float32Array;
}

/** The batch norm that alone reads a convolution's output. @returns undefined if there is none, or its values are not constants */
export const foldedNorm = (conv: OnnxNode, index: GraphIndex): FoldedNorm | undefined => {
  const norm = index.onlyConsumer(conv.outputs[0]!, 'BatchNormalization');
  if (norm === undefined) return undefined;
  const [scale, shift, mean, variance] = norm.inputs.slice(1).map((name) => index.floats(name));
  if (!scale || !shift || !mean || !variance) return undefined;
  const bias = index.floats(conv.inputs[2]);
  if (conv.inputs[2] && bias === undefined) return undefined;
  const factors = scale.map((value, channel) => value / Math.sqrt(variance[channel]! + epsilonOf(norm)));
  const biases = factors.map((factor, channel) => ((bias?.[channel] ?? 0) - mean[channel]!) * factor + shift[channel]!);
  return { norm, factors, biases };
};
