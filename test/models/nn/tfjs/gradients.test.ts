import { expect } from 'chai';
import type { Tensor } from '../../../../src/domain/image.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';
import { type Composition, gradientsOf, newStep, numberOf, opsInTraining, tensorOf } from './eager.ts';
import { testBackends } from './test-backends.ts';

interface Case {
  readonly inputs: readonly (readonly number[])[];
  readonly composition: Composition;
  /** Applied to the values, e.g. to keep them where a function is smooth. */
  readonly values?: (value: number, index: number) => number;
}

const conv = (
  x: readonly number[],
  weight: readonly number[],
  options: { stride?: number; padding?: number; dilation?: number; groups?: number } = {},
): Case => ({
  inputs: [x, weight, [weight[0]!]],
  composition: (nn, [map, w, b]) => nn.conv2d(map!, w!, b!, options),
});

/** Away from 0 by more than the difference's width. */
const offZero = (value: number): number => value + Math.sign(value) * 0.1;
/** Apart from each other by more than the difference's width, in no order; up to 509 of them. */
const spaced = (_: number, index: number): number => ((index * 89) % 509) / 16;

const CASES: Record<string, Case> = {
  'add, broadcast over a lower rank': { inputs: [[2, 3, 4], [4]], composition: (nn, [a, b]) => nn.add(a!, b!) },
  'sub, both broadcast': {
    inputs: [
      [2, 1, 4],
      [3, 1],
    ],
    composition: (nn, [a, b]) => nn.sub(a!, b!),
  },
  'mul, of a map by channels': {
    inputs: [
      [2, 3, 4, 5],
      [1, 3, 1, 1],
    ],
    composition: (nn, [a, b]) => nn.mul(a!, b!),
  },
  relu: { inputs: [[3, 7]], composition: (nn, [x]) => nn.relu(x!), values: offZero },
  erf: { inputs: [[3, 7]], composition: (nn, [x]) => nn.erf(x!) },
  sigmoid: { inputs: [[3, 7]], composition: (nn, [x]) => nn.sigmoid(x!) },
  tanh: { inputs: [[3, 7]], composition: (nn, [x]) => nn.tanh(x!) },
  rsqrt: { inputs: [[3, 7]], composition: (nn, [x]) => nn.rsqrt(x!), values: (value) => value + 2 },
  gelu: { inputs: [[3, 7]], composition: (nn, [x]) => nn.gelu(x!) },
  'conv2d, 3 x 3': conv([2, 3, 6, 7], [4, 3, 3, 3], { padding: 1 }),
  'conv2d, 1 x 1': conv([2, 3, 4, 5], [4, 3, 1, 1]),
  'conv2d, strided, odd size': conv([2, 3, 7, 8], [4, 3, 3, 3], { padding: 1, stride: 2 }),
  'conv2d, strided, with pixels that no window reaches': conv([1, 2, 8, 9], [2, 2, 2, 2], { stride: 3 }),
  'conv2d, 1 x 1 strided': conv([2, 3, 6, 6], [4, 3, 1, 1], { stride: 2 }),
  'conv2d, 7 x 7 strided': conv([1, 1, 12, 12], [3, 1, 7, 7], { stride: 2, padding: 3 }),
  'conv2d, patches': conv([2, 1, 8, 8], [3, 1, 4, 4], { stride: 4 }),
  'conv2d, dilated': conv([2, 3, 9, 8], [4, 3, 3, 3], { padding: 2, dilation: 2 }),
  'conv2d, dilated beyond the map': conv([1, 2, 4, 4], [2, 2, 3, 3], { padding: 6, dilation: 6 }),
  'conv2d, not square': conv([2, 3, 6, 7], [4, 3, 1, 3], {}),
  'conv2d, padded more than it reaches': conv([1, 2, 4, 4], [2, 2, 1, 1], { padding: 2 }),
  'conv2d, of each channel': conv([2, 3, 6, 7], [3, 1, 3, 3], { padding: 1, groups: 3 }),
  'conv2d, of each channel, dilated': conv([2, 3, 8, 8], [3, 1, 3, 3], { padding: 3, dilation: 3, groups: 3 }),
  'conv2d, of each channel, strided': conv([2, 3, 7, 7], [3, 1, 3, 3], { padding: 1, stride: 2, groups: 3 }),
  'conv2d, in two groups': conv([2, 4, 5, 5], [6, 2, 3, 3], { padding: 1, groups: 2 }),
  'conv2d, without a bias': {
    inputs: [
      [2, 3, 5, 5],
      [2, 3, 3, 3],
    ],
    composition: (nn, [x, w]) => nn.conv2d(x!, w!, undefined, {}),
  },
  'matMul, of a stack by a matrix': {
    inputs: [
      [2, 3, 4],
      [4, 5],
    ],
    composition: (nn, [a, b]) => nn.matMul(a!, b!),
  },
  'matMul, broadcast over leading axes': {
    inputs: [
      [2, 1, 3, 4],
      [3, 4, 2],
    ],
    composition: (nn, [a, b]) => nn.matMul(a!, b!),
  },
  'matMul, of transposed': {
    inputs: [
      [2, 3, 4],
      [2, 5, 4],
    ],
    composition: (nn, [a, b]) => nn.matMul(a!, nn.transpose(b!, [0, 2, 1])),
  },
  'matMul, tall': {
    inputs: [
      [320, 32],
      [32, 3],
    ],
    composition: (nn, [a, b]) => nn.matMul(a!, b!),
  },
  mean: { inputs: [[2, 3, 4, 5]], composition: (nn, [x]) => nn.mean(x!, [1, 3]) },
  softmax: { inputs: [[3, 7]], composition: (nn, [x]) => nn.softmax(x!) },
  'maxPool, overlapping and padded': {
    inputs: [[2, 3, 7, 7]],
    composition: (nn, [x]) => nn.maxPool(x!, { size: 3, stride: 2, padding: 1 }),
    values: spaced,
  },
  'resizeBilinear, aligned corners': {
    inputs: [[2, 3, 4, 5]],
    composition: (nn, [x]) => nn.resizeBilinear(x!, { rows: 7, columns: 11, alignCorners: true }),
  },
  'resizeBilinear, half-pixel centres': {
    inputs: [[2, 3, 4, 5]],
    composition: (nn, [x]) => nn.resizeBilinear(x!, { rows: 7, columns: 3, alignCorners: false }),
  },
  'resizeBilinear, of one pixel': {
    inputs: [[2, 3, 1, 1]],
    composition: (nn, [x]) => nn.resizeBilinear(x!, { rows: 4, columns: 4, alignCorners: false }),
  },
  'reshape of a transposed map': {
    inputs: [[2, 3, 4, 5]],
    composition: (nn, [x]) => nn.reshape(nn.transpose(x!, [0, 2, 3, 1]), [8, 15]),
  },
  'slice of five axes': {
    inputs: [[2, 3, 3, 2, 4]],
    composition: (nn, [x]) => nn.slice(x!, { axis: 2, start: 1, end: 3 }),
  },
  'slice and concat of a map that lies channels last': {
    inputs: [[2, 3, 4, 5]],
    composition: (nn, [x]) => {
      const map = nn.resizeBilinear(x!, { rows: 4, columns: 5, alignCorners: true });
      return nn.concat([nn.slice(map, { axis: 1, start: 1, end: 3 }), x!], 1);
    },
  },
  gather: { inputs: [[4, 3]], composition: (nn, [x]) => nn.gather(x!, [2, 0, 2, 3, 2]) },
  roll: { inputs: [[2, 5, 3]], composition: (nn, [x]) => nn.roll(x!, { axis: 1, shift: -2 }) },
  linear: { inputs: [[2, 3, 4], [5, 4], [5]], composition: (nn, [x, w, b]) => nn.linear(x!, w!, b!) },
  layerNorm: {
    inputs: [[3, 4, 6], [6], [6]],
    composition: (nn, [x, weight, bias]) => nn.layerNorm(x!, { weight: weight!, bias: bias!, eps: 1e-5 }),
  },
  'layerNorm over channels': {
    inputs: [[2, 6, 3, 4], [6], [6]],
    composition: (nn, [x, weight, bias]) =>
      nn.layerNorm(nn.transpose(x!, [0, 2, 3, 1]), { weight: weight!, bias: bias!, eps: 1e-6 }),
  },
  globalAveragePool: { inputs: [[2, 3, 4, 5]], composition: (nn, [x]) => nn.globalAveragePool(x!) },
  'batchNorm of maps': {
    inputs: [[3, 2, 4, 5], [2], [2]],
    composition: (nn, [x, weight, bias]) => nn.batchNorm(x!, normState(nn, weight!, bias!)),
  },
  'batchNorm of vectors': {
    inputs: [[5, 3], [3], [3]],
    composition: (nn, [x, weight, bias]) => nn.batchNorm(x!, normState(nn, weight!, bias!)),
  },
  'gru, both directions': {
    inputs: [[2, 3, 4], [6, 4], [6, 2], [6], [6]],
    composition: (nn, [x, weightIh, weightHh, biasIh, biasHh]) => {
      const weights = { weightIh: weightIh!, weightHh: weightHh!, biasIh: biasIh!, biasHh: biasHh! };
      return nn.gru(x!, { forward: weights, reverse: weights });
    },
  },
  'dropout of elements': {
    inputs: [[4, 3, 2, 2]],
    composition: (nn, [x]) => nn.dropout(x!, { rate: 0.4, per: 'element' }),
  },
  'eachStep, with a norm in each': {
    inputs: [[3, 4, 3, 3], [2], [2]],
    composition: (nn, [x, weight, bias]) =>
      nn.eachStep(x!, 2, (step) => nn.globalAveragePool(nn.relu(nn.batchNorm(step, normState(nn, weight!, bias!))))),
  },
};

const normState = <T>(
  nn: { constant: (values: Float32Array, shape: readonly number[]) => T; shapeOf: (x: T) => readonly unknown[] },
  weight: T,
  bias: T,
) => {
  const channels = Number(nn.shapeOf(weight)[0]);
  const named = (name: string) => ({ ...nn.constant(new Float32Array(channels), [channels]), name });
  return {
    weight,
    bias,
    runningMean: named('running_mean'),
    runningVar: named('running_var'),
    batchesTracked: named('num_batches_tracked'),
  };
};

/** Of the inputs, in float32: the difference loses 1e-7 / WIDTH of its digits to rounding, and WIDTH^2 to curvature. */
const WIDTH = 1e-2;
const TOL = 4e-3;

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

const moved = ({ shape, data }: Tensor, direction: Float32Array, by: number): Tensor => ({
  shape,
  data: data.map((value, index) => value + by * direction[index]!),
});

/** Along a random direction, for the input with that place: what the gradient says, and the central difference. */
const slopes = async ({ inputs, composition, values = (value) => value }: Case, place: number) => {
  const given = inputs.map((shape, index): Tensor => {
    const { data } = tensorOf(`input ${index}`, shape);
    return { shape, data: data.map(values) };
  });
  const direction = unitFill('direction', given[place]!.data.length);
  const at = (by: number) =>
    numberOf(opsInTraining(newStep()), composition, given.with(place, moved(given[place]!, direction, by)));
  const gradients = await gradientsOf(opsInTraining(newStep()), composition, given);
  const gradient = gradients[place]!;
  return {
    gradient: dot(gradient, direction),
    difference: ((await at(WIDTH)) - (await at(-WIDTH))) / (2 * WIDTH),
    size: dot(gradient, gradient),
  };
};

for (const backend of testBackends(['wasm', 'cpu']))
  describe(`gradients of the operations on TensorFlow.js, ${backend}`, () => {
    before(() => startBackend(backend));

    for (const [name, one] of Object.entries(CASES))
      it(`${name}: agrees with differences`, async () => {
        for (const place of one.inputs.keys()) {
          const { gradient, difference, size } = await slopes(one, place);
          const scale = Math.max(1, Math.sqrt(size));
          expect(Math.abs(gradient - difference), `input ${place}: ${gradient} and ${difference}`).to.be.below(
            TOL * scale,
          );
        }
      });
  });
