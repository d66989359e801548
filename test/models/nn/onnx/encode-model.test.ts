import { expect } from 'chai';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { linear } from '../../../../src/models/nn/layers.ts';
import { encodeModel, encodeModelWithoutWeights } from '../../../../src/models/nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../../src/models/nn/onnx/graph-of.ts';
import { modelProto } from '../../../../src/models/nn/onnx/messages.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { network } from '../run-network.ts';

const net = network({ x: ['n', 3] }, (nn, [x]) => {
  const at = scopeOf(nn);
  at.constructed('unused', [2], () => new Float32Array(2), 'float32');
  return [nn.relu(linear(at.in('fc'), x!, { out: 2 }))];
});
const graph = onnxGraphOf(net);
const weights = filledWeights(net);

const run = async (model: Uint8Array, options: InferenceSession.SessionOptions = {}) => {
  const session = await InferenceSession.create(model, options);
  try {
    const { out0 } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2, 3), [1, 3]) });
    return out0!.data;
  } finally {
    await session.release();
  }
};

describe('onnxGraphOf', () => {
  it('names inputs, outputs and the weights that are used', () => {
    expect(graph.inputs).to.eql([{ name: 'x', shape: ['n', 3] }]);
    expect(graph.outputs).to.eql([{ name: 'out0', shape: ['n', 2] }]);
    expect(graph.parameters.map(({ name }) => name)).to.eql(['fc.weight', 'fc.bias']);
    expect(graph.nodes.map(({ operator }) => operator)).to.eql(['Gemm', 'Relu', 'Identity']);
  });

  it('is plain data that can be posted to a thread', () => {
    expect(structuredClone(graph)).to.eql(graph);
  });

  it('shares small constants that are equal', () => {
    const twice = network({ x: ['n', 3] }, (nn, [x]) => [nn.gelu(nn.gelu(x!))]);
    expect(onnxGraphOf(twice).constants).to.have.length(3); // sqrt(1/2), 1 and 1/2
  });
});

describe('encodeModel', () => {
  it('writes opset 18 and IR 9', () => {
    const model = modelProto().toObject(modelProto().decode(encodeModel(graph, weights)), { longs: Number });
    expect(model).to.include({ irVersion: 9, producerName: 'spinestream' });
    expect(model.opsetImport).to.eql([{ version: 18 }]); // the default domain
  });

  it('gives the same numbers with weights inside and with weights given in memory', async () => {
    const inside = await run(encodeModel(graph, weights));
    const externalData = graph.parameters.map(({ name }) => {
      const { data } = weights.get(name)!;
      return { path: name, data: new Uint8Array(data.buffer) };
    });
    expect(await run(encodeModelWithoutWeights(graph), { externalData })).to.eql(inside);
  });

  it('copies no weight into a model without weights', () => {
    const large = network({ x: ['n', 1000] }, (nn, [x]) => [linear(scopeOf(nn), x!, { out: 1000 })]);
    expect(encodeModelWithoutWeights(onnxGraphOf(large)).length).to.be.below(1000);
  });
});
