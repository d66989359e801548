import { expect } from 'chai';
import { gru } from '../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import { parameterFill, unitFill } from '../../../src/models/weights/fill.ts';
import { describeGoldens, goldenInput, goldenNpy, maxAbsDiff } from '../../support/goldens.ts';
import { network, runNetwork } from './run-network.ts';

const STEPS = 4;
const INPUTS = 3;
const HIDDEN = 2;

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const dot = (weights: Float32Array, row: number, vector: readonly number[]) =>
  vector.reduce((sum, value, column) => sum + weights[row * vector.length + column]! * value, 0);

/** One layer, one sample, in float64, gate by gate as PyTorch's documentation of nn.GRU writes it. */
const reference = (steps: readonly (readonly number[])[], suffix: string): number[][] => {
  const wIh = parameterFill(`weight_ih_${suffix}`, [3 * HIDDEN, INPUTS]);
  const wHh = parameterFill(`weight_hh_${suffix}`, [3 * HIDDEN, HIDDEN]);
  const bIh = parameterFill(`bias_ih_${suffix}`, [3 * HIDDEN]);
  const bHh = parameterFill(`bias_hh_${suffix}`, [3 * HIDDEN]);
  let h: number[] = Array.from({ length: HIDDEN }, () => 0);
  return steps.map((x) => {
    const input = (gate: number, j: number) => dot(wIh, gate * HIDDEN + j, x) + bIh[gate * HIDDEN + j]!;
    const state = (gate: number, j: number) => dot(wHh, gate * HIDDEN + j, h) + bHh[gate * HIDDEN + j]!;
    h = h.map((before, j) => {
      const r = sigmoid(input(0, j) + state(0, j));
      const z = sigmoid(input(1, j) + state(1, j));
      const n = Math.tanh(input(2, j) + r * state(2, j));
      return (1 - z) * n + z * before;
    });
    return h;
  });
};

describe('gru', () => {
  const data = unitFill('gru', STEPS * INPUTS);
  const steps = Array.from({ length: STEPS }, (_, step) => [...data.slice(step * INPUTS, (step + 1) * INPUTS)]);

  it("follows PyTorch's gate equations, the reset gate on the bias too", async () => {
    const net = network({ x: ['n', STEPS, INPUTS] }, (nn, [x]) => [
      gru(scopeOf(nn), x!, { hidden: HIDDEN, layers: 1 }),
    ]);
    const [states] = await runNetwork(net, [{ shape: [1, STEPS, INPUTS], data }]);
    expect(maxAbsDiff(states!.data, reference(steps, 'l0').flat())).to.be.below(1e-6);
  });

  it('puts the backward states beside the forward ones, step by step', async () => {
    const net = network({ x: ['n', STEPS, INPUTS] }, (nn, [x]) => [
      gru(scopeOf(nn), x!, { hidden: HIDDEN, layers: 1, bidirectional: true }),
    ]);
    const [states] = await runNetwork(net, [{ shape: [1, STEPS, INPUTS], data }]);
    const forward = reference(steps, 'l0');
    const backward = reference([...steps].reverse(), 'l0_reverse').reverse();
    const expected = forward.flatMap((state, step) => [...state, ...backward[step]!]);
    expect(maxAbsDiff(states!.data, expected)).to.be.below(1e-6);
  });

  describeGoldens('against PyTorch', () => {
    for (const bidirectional of [false, true]) {
      const folder = bidirectional ? 'gru_bidirectional' : 'gru_unidirectional';
      const build = (layers: number) =>
        network({ x: ['n', 5, 16] }, (nn, [x]) => [gru(scopeOf(nn), x!, { hidden: 8, layers, bidirectional })]);
      const input = { shape: [3, 5, 16], data: goldenInput(`input:${folder}`, [3, 5, 16]) };

      it(`${folder}: all states of the last layer`, async () => {
        const [states] = await runNetwork(build(2), [input]);
        expect(maxAbsDiff(states!.data, goldenNpy('models', folder, 't5.output.npy').data)).to.be.below(2e-5);
      });

      it(`${folder}: the last state of each layer and direction`, async () => {
        const { data: expected } = goldenNpy('models', folder, 't5.h_n.npy');
        const width = bidirectional ? 16 : 8;
        for (const layer of [0, 1]) {
          const [states] = await runNetwork(build(layer + 1), [input]);
          const at = (sample: number, step: number, j: number) => states!.data[(sample * 5 + step) * width + j]!;
          const ends = Array.from({ length: 3 * width }, (_, i) => {
            const [direction, sample, j] = [Math.floor(i / 24), Math.floor((i % 24) / 8), i % 8];
            return direction === 0 ? at(sample, 4, j) : at(sample, 0, 8 + j);
          });
          expect(maxAbsDiff(ends, expected.slice(layer * 3 * width, (layer + 1) * 3 * width))).to.be.below(2e-5);
        }
      });
    }
  });
});
