import { expect } from 'chai';
import fc from 'fast-check';
import { atBatch } from '../../../../src/models/nn/dim.ts';
import { conv } from '../../../../src/models/nn/layers.ts';
import type { Ops } from '../../../../src/models/nn/ops.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { summaryOf } from '../../../../src/models/nn/shapes.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';
import { network, type Result, runNetwork } from '../run-network.ts';

const tensor = (shape: readonly number[], ...values: number[]): Result => ({ shape, data: Float32Array.from(values) });

interface Case {
  readonly shape: readonly (number | 'n')[];
  readonly build: <T>(nn: Ops<T>, x: T) => T;
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const constant = <T>(nn: Ops<T>, shape: readonly number[], ...values: number[]): T =>
  nn.constant(Float32Array.from(values), shape);

/** Values worked out by hand; all inputs have a batch of 1. */
const cases: Record<string, Case> = {
  'add broadcasts': {
    shape: ['n', 2, 2],
    build: (nn, x) => nn.add(x, constant(nn, [2, 1], 10, 20)),
    input: [1, 2, 3, 4],
    output: [11, 12, 23, 24],
  },
  'sub and mul': {
    shape: ['n', 2],
    build: (nn, x) => nn.mul(nn.sub(x, constant(nn, [], 1)), x),
    input: [3, 5],
    output: [6, 20],
  },
  'relu, sigmoid and tanh of 0 and of large values': {
    shape: ['n', 2],
    build: (nn, x) => nn.concat([nn.relu(x), nn.sigmoid(x), nn.tanh(x)], 1),
    input: [0, -100],
    output: [0, 0, 0.5, 0, 0, -1],
  },
  rsqrt: { shape: ['n', 2], build: (nn, x) => nn.rsqrt(x), input: [4, 0.25], output: [0.5, 2] },
  'conv2d correlates, strides and pads': {
    // kernel [[1, 2], [3, 4]], stride 2, padding 1 over [[1, 2], [3, 4]]: corners meet 4, 3, 2, 1
    shape: ['n', 1, 2, 2],
    build: (nn, x) => nn.conv2d(x, constant(nn, [1, 1, 2, 2], 1, 2, 3, 4), undefined, { stride: 2, padding: 1 }),
    input: [1, 2, 3, 4],
    output: [4, 6, 6, 4],
  },
  'conv2d dilates, groups and adds its bias': {
    // two channels of one row; kernel of 1 x 2 with dilation 2 takes columns 0 and 2
    shape: ['n', 2, 1, 3],
    build: (nn, x) =>
      nn.conv2d(x, constant(nn, [2, 1, 1, 2], 1, 1, 1, -1), constant(nn, [2], 100, 200), { dilation: 2, groups: 2 }),
    input: [1, 2, 3, 4, 5, 7],
    output: [104, 197],
  },
  'matMul of stacks': {
    shape: ['n', 1, 2],
    build: (nn, x) => nn.matMul(x, constant(nn, [2, 2], 1, 2, 3, 4)),
    input: [1, 10],
    output: [31, 42],
  },
  'mean keeps its axes': {
    shape: ['n', 2, 2],
    build: (nn, x) => nn.sub(x, nn.mean(x, [1])),
    input: [1, 2, 3, 6],
    output: [-1, -2, 1, 2],
  },
  'softmax over the last axis': {
    shape: ['n', 2, 2],
    build: (nn, x) => nn.softmax(x),
    input: [0, 0, 0, 200],
    output: [0.5, 0.5, 0, 1],
  },
  'maxPool never takes padding': {
    shape: ['n', 1, 2, 2],
    build: (nn, x) => nn.maxPool(x, { size: 3, stride: 2, padding: 1 }),
    input: [-1, -2, -3, -4],
    output: [-1],
  },
  'resizeBilinear with aligned corners': {
    // 2 columns to 4: places 0, 1/3, 2/3, 1
    shape: ['n', 1, 1, 2],
    build: (nn, x) => nn.resizeBilinear(x, { rows: 1, columns: 4, alignCorners: true }),
    input: [0, 3],
    output: [0, 1, 2, 3],
  },
  'resizeBilinear with half-pixel centres': {
    // 2 columns to 4: places -0.25 (clamped), 0.25, 0.75, 1.25 (clamped)
    shape: ['n', 1, 1, 2],
    build: (nn, x) => nn.resizeBilinear(x, { rows: 1, columns: 4, alignCorners: false }),
    input: [0, 4],
    output: [0, 1, 3, 4],
  },
  'transpose, slice and reshape': {
    shape: ['n', 2, 3],
    build: (nn, x) => nn.reshape(nn.slice(nn.transpose(x, [0, 2, 1]), { axis: 1, start: 1, end: 3 }), ['n', 4]),
    input: [1, 2, 3, 4, 5, 6],
    output: [2, 5, 3, 6],
  },
  'gather picks rows of a parameter': {
    shape: ['n', 2],
    build: (nn, x) => nn.add(x, nn.gather(constant(nn, [3, 2], 1, 2, 3, 4, 5, 6), [2])),
    input: [0, 0],
    output: [5, 6],
  },
  'batchNorm uses running statistics': {
    // (x - mean) / sqrt(var + 1e-5) * weight + bias with mean 1, var 4 - 1e-5, weight 3, bias 10
    shape: ['n', 1, 1, 2],
    build: (nn, x) =>
      nn.batchNorm(x, {
        weight: constant(nn, [1], 3),
        bias: constant(nn, [1], 10),
        runningMean: constant(nn, [1], 1),
        runningVar: constant(nn, [1], 4 - 1e-5),
        batchesTracked: constant(nn, [1], 0),
      }),
    input: [1, 3],
    output: [10, 13],
  },
  'dropout is the identity in use': {
    shape: ['n', 2],
    build: (nn, x) => nn.relu(nn.dropout(x, { rate: 0.5, per: 'element' })),
    input: [1, 2],
    output: [1, 2],
  },
  'eachStep gives each step to its body': {
    shape: ['n', 4],
    build: (nn, x) => nn.eachStep(x, 2, (step) => nn.mean(nn.mul(step, step), [1])),
    input: [1, 3, 2, 4],
    output: [5, 10],
  },
};

describe('onnxKernel', () => {
  for (const [title, { shape, build, input, output }] of Object.entries(cases))
    it(title, async () => {
      const net = network({ x: shape }, (nn, [x]) => [build(nn, x!)]);
      const [result] = await runNetwork(net, [tensor(atBatch(shape, 1), ...input)]);
      expect(result!.shape).to.eql(atBatch(summaryOf(net).outputs[0]!.shape, 1));
      result!.data.forEach((value, i) => {
        expect(value).to.be.closeTo(output[i]!, 1e-5);
      });
    });

  it('keeps samples apart when eachStep folds them into one batch', async () => {
    const net = network({ x: ['n', 4] }, (nn, [x]) => [nn.eachStep(x!, 2, (step) => nn.mean(step, [1]))]);
    const [result] = await runNetwork(net, [tensor([2, 4], 1, 3, 5, 7, 10, 30, 50, 70)]);
    expect(result!.shape).to.eql([2, 2, 1]);
    expect([...result!.data]).to.eql([2, 6, 20, 60]);
  });

  it('takes and gives any batch', async () => {
    const net = network({ x: ['n', 2] }, (nn, [x]) => [nn.relu(x!)]);
    for (const n of [1, 3]) {
      const [result] = await runNetwork(net, [{ shape: [n, 2], data: new Float32Array(2 * n) }]);
      expect(result!.shape).to.eql([n, 2]);
    }
  });

  it('has the shapes that the shape rules say, for any convolution', async () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 7, max: 12 }),
      columns: fc.integer({ min: 7, max: 12 }),
      kernel: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      padding: fc.integer({ min: 0, max: 2 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      groups: fc.constantFrom(1, 2),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ rows, columns, ...options }) => {
        const net = network({ x: ['n', 2, rows, columns] }, (nn, [x]) => [
          conv(scopeOf(nn), x!, { out: 4, ...options }),
        ]);
        const input = { shape: [2, 2, rows, columns], data: unitFill('x', 4 * rows * columns) };
        const [result] = await runNetwork(net, [input]);
        expect(result!.shape).to.eql(atBatch(summaryOf(net).outputs[0]!.shape, 2));
      }),
      { numRuns: 25 },
    );
  });
});
