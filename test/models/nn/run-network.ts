import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Network } from '../../../src/models/nn/network.ts';
import { encodeModel } from '../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../src/models/nn/onnx/graph-of.ts';
import type { Ops } from '../../../src/models/nn/ops.ts';
import { filledWeights } from '../../support/filled-weights.ts';

/** A network of a few operations. */
export const network = (
  shapes: Readonly<Record<string, readonly (number | 'n')[]>>,
  build: <T>(nn: Ops<T>, inputs: readonly T[]) => readonly T[],
  outputs = 1,
): Network => ({
  name: 'a small network',
  inputs: Object.entries(shapes).map(([name, shape]) => ({ name, shape })),
  outputNames: Array.from({ length: outputs }, (_, index) => `out${index}`),
  build,
});

export interface Result {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const float32 = ({ data, dims }: { data: unknown; dims: readonly number[] }): Result => {
  if (!(data instanceof Float32Array)) throw new Error('an output is not float32');
  return { shape: dims, data };
};

/** The outputs of a network with filled weights, computed by ONNX Runtime, in order. */
export const runNetwork = async (net: Network, inputs: readonly Result[]): Promise<readonly Result[]> => {
  const session = await InferenceSession.create(encodeModel(onnxGraphOf(net), filledWeights(net)), {
    logSeverityLevel: 3,
  });
  try {
    const feeds = net.inputs.map(({ name }, index) => {
      const { data, shape } = inputs[index]!;
      return [name, new Tensor('float32', data, shape)];
    });
    const results = await session.run(Object.fromEntries(feeds));
    return net.outputNames.map((name) => float32(results[name]!));
  } finally {
    await session.release();
  }
};
