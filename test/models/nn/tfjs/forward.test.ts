import { expect } from 'chai';
import fc from 'fast-check';
import type { Ops } from '../../../../src/models/nn/ops.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { maxAbsDiff } from '../../../support/goldens.ts';
import { network, runNetwork } from '../run-network.ts';
import { type Composition, computed, opsInTraining, opsInUse, tensorOf } from './eager.ts';
import { testBackends } from './test-backends.ts';

/** float32 sums of up to 80 products of numbers below 1. */
const TOL = 1e-4;

const drawn = fc
  .record({
    n: fc.integer({ min: 1, max: 3 }),
    channels: fc.integer({ min: 1, max: 5 }),
    out: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
  })
  .map((o) => (o.stride > 1 ? { ...o, dilation: 1 } : o))
  .filter(
    ({ rows, columns, size, padding, dilation }) => Math.min(rows, columns) + 2 * padding > dilation * (size - 1),
  );

const inputsOf = (shapes: readonly (readonly number[])[]) => shapes.map((shape, index) => tensorOf(`x${index}`, shape));

/** The same composition of static shapes on ONNX Runtime. */
const onOnnx = async (build: <T>(nn: Ops<T>, inputs: readonly T[]) => T, shapes: readonly (readonly number[])[]) => {
  const named = Object.fromEntries(shapes.map((shape, index) => [`x${index}`, shape]));
  const [result] = await runNetwork(
    network(named, (nn, inputs) => [build(nn, inputs)]),
    inputsOf(shapes),
  );
  return result!;
};

const expectAlike = async (
  build: <T>(nn: Ops<T>, inputs: readonly T[]) => T,
  shapes: readonly (readonly number[])[],
): Promise<void> => {
  const composition: Composition = build;
  const found = await computed(opsInUse(), composition, inputsOf(shapes));
  const expected = await onOnnx(build, shapes);
  expect(found.shape).to.eql(expected.shape);
  expect(maxAbsDiff(found.data, expected.data)).to.be.below(TOL);
};

for (const backend of testBackends(['wasm', 'cpu']))
  describe(`operations on TensorFlow.js, ${backend}, against ONNX Runtime`, () => {
    before(() => startBackend(backend));

    it('conv2d: any size, stride, padding and dilation', () =>
      fc.assert(
        fc.asyncProperty(drawn, async ({ n, channels, out, rows, columns, size, ...options }) => {
          const shapes = [[n, channels, rows, columns], [out, channels, size, size], [out]];
          await expectAlike((nn, [x, w, b]) => nn.conv2d(x!, w!, b!, options), shapes);
        }),
        { numRuns: 40 },
      ));

    it('conv2d of each channel', () =>
      fc.assert(
        fc.asyncProperty(drawn, async ({ n, channels, rows, columns, size, ...options }) => {
          const shapes = [
            [n, channels, rows, columns],
            [channels, 1, size, size],
          ];
          await expectAlike((nn, [x, w]) => nn.conv2d(x!, w!, undefined, { ...options, groups: channels }), shapes);
        }),
        { numRuns: 40 },
      ));

    it('resizeBilinear: larger, smaller, corners aligned or not', () =>
      fc.assert(
        fc.asyncProperty(drawn, fc.boolean(), async ({ n, channels, rows, columns, out, size }, alignCorners) => {
          const to = { rows: out + 1, columns: size + 1, alignCorners };
          await expectAlike((nn, [x]) => nn.resizeBilinear(x!, to), [[n, channels, rows, columns]]);
        }),
        { numRuns: 40 },
      ));

    it('arithmetic between maps that lie in different orders', () =>
      fc.assert(
        fc.asyncProperty(drawn, async ({ n, channels, rows, columns }) => {
          const shapes = [
            [n, channels, rows, columns],
            [channels, 1, 1],
            [n, rows, columns, channels],
          ];
          await expectAlike((nn, [x, y, z]) => {
            const pooled = nn.maxPool(x!, { size: 1, stride: 1, padding: 0 });
            return nn.sub(nn.mul(nn.add(x!, pooled), y!), nn.transpose(z!, [0, 3, 1, 2]));
          }, shapes);
        }),
        { numRuns: 20 },
      ));
  });

describe('a network in training on TensorFlow.js', () => {
  before(() => startBackend('wasm'));

  it('sees each step by itself, in order', async () => {
    const seen: number[] = [];
    const { shape, data } = await computed(
      opsInTraining(),
      (nn, [x]) =>
        nn.eachStep(x!, 3, (step) => {
          seen.push(Number(nn.shapeOf(step)[1]));
          return nn.mean(step, [1]);
        }),
      [{ shape: [2, 6], data: Float32Array.of(1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12) }],
    );
    expect(seen).to.eql([2, 2, 2]);
    expect(shape).to.eql([2, 3, 1]);
    expect([...data]).to.eql([2, 6, 10, 3, 7, 11]);
  });
});
