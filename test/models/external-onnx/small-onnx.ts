import { writeFileSync } from 'node:fs';
import { conv, linear } from '../../../src/models/nn/layers.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import { encodeModel, encodeModelWithoutWeights } from '../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../src/models/nn/onnx/graph-of.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import { filledWeights } from '../../support/filled-weights.ts';

export interface SmallOnnx {
  /** Default `stack`. */
  readonly input?: string;
  /** Default `heatmaps`. */
  readonly output?: string;
  /** Default free. */
  readonly batch?: 'n' | 1 | 2;
}

/** One convolution: [n, 3, 8, 8] to five maps. */
export const heatmapNetwork = ({ input = 'stack', output = 'heatmaps', batch = 'n' }: SmallOnnx = {}): Network => ({
  name: 'foreign',
  inputs: [{ name: input, shape: [batch, 3, 8, 8] }],
  outputNames: [output],
  build: (nn, [stack]) => [conv(scopeOf(nn, 'head'), stack!, { out: 5, kernel: 3, padding: 1 })],
});

/** The mean of every slice of two regions, through one linear layer: [n, 2, 8, 8] twice to [n, classes]. */
export const logitsNetwork = (inputs: readonly [string, string], classes = 3): Network => ({
  name: 'foreign',
  inputs: inputs.map((name) => ({ name, shape: ['n', 2, 8, 8] })),
  outputNames: ['logits'],
  build: (nn, [first, second]) => [
    linear(scopeOf(nn, 'head'), nn.globalAveragePool(nn.concat([first!, second!], 1)), { out: classes }),
  ],
});

/** The same with a softmax over the severities, which are outermost, at its end. */
export const probabilitiesNetwork = (inputs: readonly [string, string], classes = 3): Network => ({
  ...logitsNetwork(inputs, classes),
  build: (nn, given) => {
    const [logits] = logitsNetwork(inputs, classes).build(nn, given);
    const [n] = nn.shapeOf(logits!);
    const places = classes / 3;
    const last = nn.softmax(nn.transpose(nn.reshape(logits!, [n!, 3, places]), [0, 2, 1]));
    return [nn.reshape(nn.transpose(last, [0, 2, 1]), [n!, classes])];
  },
});

/** The network with filled weights as one file. */
export const writeOnnx = (path: string, network: Network): string => {
  writeFileSync(path, encodeModel(onnxGraphOf(network), filledWeights(network)));
  return path;
};

/** The same with every weight in a file of its own beside the model, called like the parameter. */
export const writeOnnxWithData = (folder: string, network: Network): string => {
  const graph = onnxGraphOf(network);
  const weights = filledWeights(network);
  for (const { name } of graph.parameters) {
    const { data } = weights.get(name)!;
    writeFileSync(`${folder}/${name}`, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  writeFileSync(`${folder}/model.onnx`, encodeModelWithoutWeights(graph));
  return `${folder}/model.onnx`;
};
