import { expect } from 'chai';
import type { Network } from '../../../src/models/nn/network.ts';
import type { Ops } from '../../../src/models/nn/ops.ts';
import { type Scope, scopeOf } from '../../../src/models/nn/scope.ts';
import { summaryOf } from '../../../src/models/nn/shapes.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { convnextFeatures } from '../../../src/models/zoo/convnext.ts';
import { deepLabV3Plus } from '../../../src/models/zoo/deeplab-v3-plus.ts';
import { resnetFeatures } from '../../../src/models/zoo/resnet.ts';
import { roiFeatures } from '../../../src/models/zoo/roi-features.ts';
import { branchVectors } from '../../../src/models/zoo/roi-models.ts';
import { swinFeatures } from '../../../src/models/zoo/swin.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { network, type Result, runNetwork } from '../nn/run-network.ts';

/** Every family in a size that takes milliseconds: the same code with other numbers. */
const tinySwin = swinFeatures({ depths: [2, 1], heads: [1, 2], dim: 4, windowPx: 2, dropPath: 0.1 });
const tinyConvnext = convnextFeatures({ depths: [1, 1, 1, 1], dims: [4, 4, 8, 8] });
const tinyResnetNumbers = { depths: [1, 1, 1, 1], channels: [4, 8, 12, 16] } as const;
const tinyResnet = resnetFeatures(tinyResnetNumbers);

const of = (channels: number, sizePx: number, build: <T>(at: Scope<T>, x: T) => T): Network =>
  network({ x: ['n', channels, sizePx, sizePx] }, <T>(nn: Ops<T>, [x]: readonly T[]) => [build(scopeOf(nn), x!)]);

const variants: Record<string, { net: Network; features: readonly number[] }> = {
  resnet: { net: of(1, 32, tinyResnet), features: [16] },
  convnext: { net: of(1, 32, tinyConvnext), features: [8] },
  swin: { net: of(1, 16, tinySwin), features: [8] },
  'deepLabV3+': {
    net: of(2, 32, (at, x) => deepLabV3Plus(at, x, { encoder: tinyResnetNumbers, outChannels: 3 })),
    features: [3, 32, 32],
  },
};

const pictures = (n: number, channels: number, sizePx: number): Result => ({
  shape: [n, channels, sizePx, sizePx],
  data: unitFill('pictures', n * channels * sizePx * sizePx),
});

/** Sums in another order over a few thousand terms. */
const SAME_NUMBERS = 1e-4;

describe('every family of the zoo', () => {
  for (const [title, { net, features }] of Object.entries(variants))
    it(`${title}: shapes agree, numbers are finite, a sample does not depend on its neighbours`, async () => {
      const { shape } = net.inputs[0]!;
      const two = pictures(2, Number(shape[1]), Number(shape[2]));
      const [both] = await runNetwork(net, [two]);
      expect(both!.shape).to.eql([2, ...features]);
      expect(summaryOf(net).outputs[0]!.shape).to.eql(['n', ...features]);
      expect(both!.data.every(Number.isFinite)).to.equal(true);
      const half = two.data.length / 2;
      const [second] = await runNetwork(net, [{ shape: [1, ...two.shape.slice(1)], data: two.data.slice(half) }]);
      const std = Math.sqrt(both!.data.reduce((sum, v) => sum + v * v, 0) / both!.data.length);
      expect(maxAbsDiff(second!.data, both!.data.slice(both!.data.length / 2))).to.be.below(SAME_NUMBERS * std);
    });

  it('each sees more than one place of the picture', async () => {
    for (const { net } of Object.values(variants)) {
      const { shape } = net.inputs[0]!;
      const one = pictures(1, Number(shape[1]), Number(shape[2]));
      const [before] = await runNetwork(net, [one]);
      for (const place of [0, one.data.length - 1]) {
        const changed = one.data.slice();
        changed[place]! += 3;
        const [after] = await runNetwork(net, [{ ...one, data: changed }]);
        expect(maxAbsDiff(after!.data, before!.data)).to.be.greaterThan(0);
      }
    }
  });
});

describe('roiFeatures', () => {
  const extractor = { backbone: tinyConvnext, inChannels: 1, recurrent: { hidden: 3, layers: 2 } };

  it('shows the backbone windows of neighbouring slices', () => {
    const backbone = <T>({ nn }: Scope<T>, x: T): T => {
      const [n, channels] = nn.shapeOf(x);
      return nn.reshape(nn.mean(x, [2, 3]), [n!, channels!]);
    };
    const recurrent = { hidden: 2, layers: 1, bidirectional: true };
    const net = of(5, 8, (at, x) => roiFeatures(at, x, { backbone, inChannels: 3, recurrent }));
    const { outputs, parameters } = summaryOf(net);
    expect(outputs[0]!.shape).to.eql(['n', 4]);
    expect(parameters[0]).to.deep.include({ name: 'rnn.weight_ih_l0', shape: [6, 3] });
  });

  it('gives inputs that share an extractor the vectors that each has alone', async () => {
    const shared = network(
      { left: ['n', 2, 32, 32], right: ['n', 2, 32, 32] },
      <T>(nn: Ops<T>, inputs: readonly T[]) => {
        const branches = [{ place: 'model', inputs: ['left', 'right'] }];
        return [branchVectors(scopeOf(nn), inputs, { branches, extractor })];
      },
    );
    const alone = of(2, 32, (at, x) => roiFeatures(at.in('model'), x, extractor));
    const left = pictures(2, 2, 32);
    const right = { shape: left.shape, data: left.data.map((v) => -v) };
    const [both] = await runNetwork(shared, [left, right]);
    const [ofLeft] = await runNetwork(alone, [left]);
    const [ofRight] = await runNetwork(alone, [right]);
    const expected = [0, 1].flatMap((n) => [ofLeft, ofRight].flatMap((r) => [...r!.data.slice(3 * n, 3 * n + 3)]));
    expect(both!.shape).to.eql([2, 6]);
    expect(maxAbsDiff(both!.data, expected)).to.be.below(1e-6);
  });
});
