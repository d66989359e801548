import { expect } from 'chai';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { batchNorm, conv } from '../../../../../src/models/nn/layers.ts';
import type { Network } from '../../../../../src/models/nn/network.ts';
import { boundGraph, withoutWeights } from '../../../../../src/models/nn/onnx/bound-graph.ts';
import { encodeModel, encodeModelWithoutWeights } from '../../../../../src/models/nn/onnx/encode-model.ts';
import type { OnnxGraph } from '../../../../../src/models/nn/onnx/graph.ts';
import { onnxGraphOf } from '../../../../../src/models/nn/onnx/graph-of.ts';
import { winogradConvolutions } from '../../../../../src/models/nn/onnx/winograd/winograd-convolutions.ts';
import type { Ops } from '../../../../../src/models/nn/ops.ts';
import { scopeOf } from '../../../../../src/models/nn/scope.ts';
import { unitFill } from '../../../../../src/models/weights/fill.ts';
import { filledWeights } from '../../../../support/filled-weights.ts';
import { network } from '../../run-network.ts';

const CHANNELS = 128;
const THREE = { out: CHANNELS, kernel: 3, padding: 1, bias: false };

const build = (net: Network): OnnxGraph => boundGraph(onnxGraphOf(net), filledWeights(net));

const operatorsOf = ({ nodes }: OnnxGraph): readonly string[] => nodes.map(({ operator }) => operator);
const count = (graph: OnnxGraph, operator: string): number =>
  operatorsOf(graph).filter((name) => name === operator).length;

interface Image {
  readonly n?: number;
  readonly rows?: number;
  readonly columns?: number;
}

const imageOf = ({ n = 1, rows = 8, columns = 5 }: Image, seed = 'x') => {
  const shape = [n, CHANNELS, rows, columns];
  return { shape, data: unitFill(seed, n * CHANNELS * rows * columns) };
};

/** Outputs of a bound graph in one thread, where sums are always in the same order. */
const outputsOf = async (
  graph: OnnxGraph,
  { shape, data }: ReturnType<typeof imageOf>,
): Promise<readonly Float32Array[]> => {
  const session = await InferenceSession.create(encodeModel(graph, new Map()), {
    ...{ logSeverityLevel: 3, intraOpNumThreads: 1 },
  });
  try {
    const results = await session.run({ [graph.inputs[0]!.name]: new Tensor('float32', data, shape) });
    return session.outputNames.map((name) => {
      const value = results[name]!.data;
      if (!(value instanceof Float32Array)) throw new Error(`${name} is not float32`);
      return value;
    });
  } finally {
    await session.release();
  }
};

const sized = (rows: number, columns: number, body: <T>(nn: Ops<T>, x: T) => readonly T[], outputs = 1): Network =>
  network({ x: ['n', CHANNELS, rows, columns] }, (nn, [x]) => body(nn, x!), outputs);

/** Expects the same numbers but for rounding, from half the convolutions' multiplications. */
const expectSame = async (graph: OnnxGraph, image: Image, convolutions: number): Promise<OnnxGraph> => {
  const changed = winogradConvolutions(graph);
  expect(changed.nodes.filter(({ operator, attributes }) => operator === 'Conv' && grouped(attributes))).to.have.length(
    convolutions,
  );
  const x = imageOf(image);
  const [plain, fast] = [await outputsOf(graph, x), await outputsOf(changed, x)];
  for (const [index, expected] of plain.entries()) {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).to.be.above(0);
    const worst = expected.reduce((most, value, at) => Math.max(most, Math.abs(value - fast[index]![at]!)), 0);
    expect(worst / largest).to.be.below(5e-6);
  }
  return changed;
};

const grouped = ({ group }: OnnxGraph['nodes'][number]['attributes']): boolean =>
  group !== undefined && 'int' in group && group.int === 6;

/** A residual block: two convolutions with batch norms and a shortcut. */
const block = <T>(nn: Ops<T>, x: T, name: string, dilation = 1): T => {
  const at = scopeOf(nn).in(name);
  const options = { ...THREE, padding: dilation, dilation };
  const first = nn.relu(batchNorm(at.in('bn1'), conv(at.in('conv1'), x, options)));
  return nn.relu(nn.add(batchNorm(at.in('bn2'), conv(at.in('conv2'), first, options)), x));
};

describe('winogradConvolutions', () => {
  it('computes a convolution with a bias', async () => {
    const net = sized(8, 5, (nn, x) => [conv(scopeOf(nn).in('conv'), x, { ...THREE, bias: true })]);
    await expectSame(build(net), {}, 1);
  });

  it('computes one of maps of four rows, and of several images at once', async () => {
    const net = sized(4, 4, (nn, x) => [conv(scopeOf(nn).in('conv'), x, THREE)]);
    await expectSame(build(net), { n: 3, rows: 4, columns: 4 }, 1);
  });

  it('computes dilated ones', async () => {
    const net = sized(16, 7, (nn, x) => [block(nn, x, 'block', 2)]);
    await expectSame(build(net), { n: 2, rows: 16, columns: 7 }, 2);
  });

  it('keeps chains of blocks in phases: only the ends are converted, and norms are folded', async () => {
    const net = sized(8, 5, (nn, x) => [block(nn, block(nn, x, 'one'), 'two')]);
    const changed = await expectSame(build(net), { n: 2 }, 4);
    expect(count(changed, 'Transpose')).to.equal(2);
    expect(count(changed, 'BatchNormalization')).to.equal(0);
  });

  it('converts a value for those who need maps, once, and where the dilation changes', async () => {
    const net = sized(
      16,
      5,
      (nn, x) => {
        const one = block(nn, x, 'one');
        const pooled = nn.maxPool(one, { size: 3, stride: 2, padding: 1 });
        return [pooled, nn.globalAveragePool(one), block(nn, one, 'two', 2)];
      },
      3,
    );
    const changed = await expectSame(build(net), { n: 2, rows: 16 }, 4);
    expect(count(changed, 'Transpose')).to.equal(4); // x, the value of one in maps, in the other phases, and the end
  });

  it('adds maps of another origin to phases, and broadcasts on maps', async () => {
    const net = sized(8, 5, (nn, x) => {
      const at = scopeOf(nn);
      const side = conv(at.in('side'), x, { out: CHANNELS, kernel: 1 });
      const main = nn.add(conv(at.in('main'), x, THREE), side);
      return [nn.add(main, at.parameter('each', [CHANNELS, 1, 1]))];
    });
    await expectSame(build(net), {}, 1);
  });

  it('shares transformed weights as the layers share theirs', async () => {
    const net = sized(8, 5, (nn, x) => [block(nn, block(nn, x, 'same'), 'same')]);
    const changed = await expectSame(build(net), {}, 4);
    const large = changed.constants.filter(({ data }) => data.length >= CHANNELS * CHANNELS * 6 * 3);
    expect(large).to.have.length(2);
  });

  it('gives an image the same bits alone and among others', async () => {
    const net = sized(8, 5, (nn, x) => [block(nn, x, 'block')]);
    const changed = winogradConvolutions(build(net));
    const { data } = imageOf({ n: 3 });
    const [together] = await outputsOf(changed, imageOf({ n: 3 }));
    const one = data.length / 3;
    const [alone] = await outputsOf(changed, { ...imageOf({}), data: data.subarray(one, 2 * one) });
    expect(alone).to.eql(together!.subarray(one, 2 * one));
  });

  it('leaves all other convolutions, and a graph without any as it is', () => {
    const other = (options: Parameters<typeof conv>[2], rows = 8) =>
      build(sized(rows, 5, (nn, x) => [conv(scopeOf(nn).in('conv'), x, options)]));
    for (const graph of [
      other({ ...THREE, stride: 2 }),
      other({ ...THREE, groups: 2 }),
      other({ ...THREE, out: 64 }),
      other({ ...THREE, out: 136 }),
      other({ ...THREE, padding: 0 }),
      other({ ...THREE, kernel: 1, padding: 0 }),
      other({ ...THREE, kernel: 5, padding: 2 }),
      other(THREE, 6),
      other({ ...THREE, padding: 2, dilation: 2 }, 12),
    ])
      expect(winogradConvolutions(graph)).to.equal(graph);
  });

  it('returns observed values as maps', async () => {
    const net = sized(8, 5, (nn, x) => [nn.globalAveragePool(conv(scopeOf(nn).in('conv'), x, THREE))]);
    const graph = build(net);
    const observed = [graph.nodes[0]!.outputs[0]!];
    await expectSame({ ...graph, observed }, {}, 1);
  });

  it('does not fold a norm if the value before it is observed', async () => {
    const net = sized(8, 5, (nn, x) => [
      nn.relu(batchNorm(scopeOf(nn).in('bn'), conv(scopeOf(nn).in('conv'), x, THREE))),
    ]);
    const graph = build(net);
    const observed = graph.nodes.slice(0, 2).flatMap(({ outputs }) => outputs);
    const changed = await expectSame({ ...graph, observed }, {}, 1);
    expect(count(changed, 'BatchNormalization')).to.equal(1);
  });

  it('returns outputs that a convolution or a sum names itself', async () => {
    const graph = build(sized(8, 5, (nn, x) => [block(nn, x, 'block')]));
    const named = graph.nodes.at(-1)!;
    expect(named.operator).to.equal('Identity');
    const [output] = graph.outputs;
    const bare = { ...graph, nodes: graph.nodes.slice(0, -1), outputs: [{ ...output!, name: named.inputs[0]! }] };
    await expectSame(bare, {}, 2);
  });

  it('leaves a convolution whose bias is computed', () => {
    const net = sized(8, 5, (nn, x) => {
      const at = scopeOf(nn);
      const bias = nn.relu(at.parameter('bias', [CHANNELS]));
      return [nn.conv2d(x, at.parameter('weight', [CHANNELS, CHANNELS, 3, 3]), bias, { padding: 1 })];
    });
    const graph = build(net);
    expect(winogradConvolutions(graph)).to.equal(graph);
  });
});

describe('withoutWeights', () => {
  it('takes large weights out of a bound graph, in the order of its parameters', async () => {
    const net = sized(8, 5, (nn, x) => [conv(scopeOf(nn).in('conv'), x, { ...THREE, bias: true })]);
    const bound = build(net);
    const { graph, weights } = withoutWeights(bound);
    expect(graph.parameters).to.eql([
      { name: 'conv.weight', shape: [CHANNELS, CHANNELS, 3, 3] },
      { name: 'conv.bias', shape: [CHANNELS] },
    ]);
    const externalData = graph.parameters.map(({ name }, index) => {
      const { buffer, byteOffset, byteLength } = weights[index]!;
      return { path: name, data: new Uint8Array(buffer, byteOffset, byteLength) };
    });
    const session = await InferenceSession.create(encodeModelWithoutWeights(graph), { externalData });
    await session.release();
    expect(encodeModelWithoutWeights(graph).length).to.be.below(1000);
  });
});
