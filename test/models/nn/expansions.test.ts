import { expect } from 'chai';
import { expansions } from '../../../src/models/nn/expansions.ts';
import { gru, layerNorm, linear } from '../../../src/models/nn/layers.ts';
import type { Network } from '../../../src/models/nn/network.ts';
import type { Ops } from '../../../src/models/nn/ops.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { network, type Result, runNetwork } from './run-network.ts';

/** Two ways of rounding float32 sums of a few dozen terms of size 1. */
const FLOAT32_TOL = 2e-6;

const filled = (...shape: number[]): Result => ({
  shape,
  data: unitFill(
    'input',
    shape.reduce((a, b) => a * b, 1),
  ),
});

/** The same network with `Fused` written by the kernel instead of the interpreter's own operators. */
const expanded = (net: Network): Network => ({
  ...net,
  build: <T>(nn: Ops<T>, inputs: readonly T[]) => net.build({ ...nn, ...expansions(nn) }, inputs),
});

const networks: Record<string, { net: Network; input: Result }> = {
  'linear of matrices': {
    net: network({ x: ['n', 6] }, (nn, [x]) => [linear(scopeOf(nn, 'fc'), x!, { out: 4 })]),
    input: filled(3, 6),
  },
  'linear of stacks': {
    net: network({ x: ['n', 2, 6] }, (nn, [x]) => [linear(scopeOf(nn, 'fc'), x!, { out: 4, bias: false })]),
    input: filled(3, 2, 6),
  },
  layerNorm: {
    net: network({ x: ['n', 2, 16] }, (nn, [x]) => [layerNorm(scopeOf(nn, 'norm'), x!, { eps: 1e-5 })]),
    input: filled(3, 2, 16),
  },
  gelu: { net: network({ x: ['n', 50] }, (nn, [x]) => [nn.gelu(x!)]), input: filled(1, 50) },
  globalAveragePool: {
    net: network({ x: ['n', 3, 4, 5] }, (nn, [x]) => [nn.globalAveragePool(x!)]),
    input: filled(2, 3, 4, 5),
  },
  'a GRU of two layers': {
    net: network({ x: ['n', 5, 7] }, (nn, [x]) => [gru(scopeOf(nn, 'rnn'), x!, { hidden: 6, layers: 2 })]),
    input: filled(3, 5, 7),
  },
  'a bidirectional GRU': {
    net: network({ x: ['n', 5, 7] }, (nn, [x]) => [
      gru(scopeOf(nn, 'rnn'), x!, { hidden: 6, layers: 2, bidirectional: true }),
    ]),
    input: filled(3, 5, 7),
  },
};

describe('expansions', () => {
  for (const [title, { net, input }] of Object.entries(networks))
    it(`gives the numbers of ONNX's own operators: ${title}`, async () => {
      const [own] = await runNetwork(net, [input]);
      const [written] = await runNetwork(expanded(net), [input]);
      expect(written!.shape).to.eql(own!.shape);
      expect(maxAbsDiff(written!.data, own!.data)).to.be.below(FLOAT32_TOL);
    });

  it('rolls forward and backward round the end', async () => {
    const both = network(
      { x: ['n', 5] },
      (nn, [x]) => [
        nn.roll(x!, { axis: 1, shift: 2 }),
        nn.roll(x!, { axis: 1, shift: -1 }),
        nn.roll(x!, { axis: 1, shift: 5 }),
      ],
      3,
    );
    const results = await runNetwork(both, [{ shape: [1, 5], data: Float32Array.of(0, 1, 2, 3, 4) }]);
    expect(results.map(({ data }) => [...data])).to.eql([
      [3, 4, 0, 1, 2],
      [1, 2, 3, 4, 0],
      [0, 1, 2, 3, 4],
    ]);
  });
});
