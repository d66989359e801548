import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';

const REGISTER = fileURLToPath(new URL('../../node_modules/.spinestream/tensorflow/register.mjs', import.meta.url));

/** Sums of at most 576 products in float32, in another order: relative to the largest value of the result. */
const FLOAT32_SUM_TOL = 2e-6;

type Inputs = Record<string, tf.Tensor>;
interface Case {
  readonly name: string;
  readonly shapes: Readonly<Record<string, number[]>>;
  readonly run: (inputs: Inputs) => tf.Tensor;
}

const kernel =
  (name: string, attributes: object) =>
  (inputs: Inputs): tf.Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes });

const NHWC = { dataFormat: 'NHWC' };
const X = [2, 9, 11, 4];
const SAME_2 = { ...NHWC, strides: 2, pad: 'same' };
const DEPTHWISE = { ...NHWC, strides: 1, pad: 'same', dilations: 1 };

const CASES: readonly Case[] = [
  {
    name: 'a convolution of 64 channels',
    shapes: { x: [1, 16, 16, 64], filter: [3, 3, 64, 64] },
    run: kernel('Conv2D', { ...NHWC, strides: 1, pad: 'same', dilations: 1 }),
  },
  {
    name: 'a dilated convolution',
    shapes: { x: X, filter: [3, 3, 4, 6] },
    run: kernel('Conv2D', { ...NHWC, strides: 1, pad: 'same', dilations: 2 }),
  },
  {
    name: 'the filter gradient of a strided convolution',
    shapes: { x: X, dy: [2, 5, 6, 6] },
    run: kernel('Conv2DBackpropFilter', { ...SAME_2, filterShape: [3, 3, 4, 6] }),
  },
  {
    name: 'the input gradient of a strided convolution',
    shapes: { dy: [2, 5, 6, 6], filter: [3, 3, 4, 6] },
    run: kernel('Conv2DBackpropInput', { ...SAME_2, inputShape: X }),
  },
  {
    name: 'a depthwise convolution',
    shapes: { x: X, filter: [7, 7, 4, 1] },
    run: kernel('DepthwiseConv2dNative', DEPTHWISE),
  },
  {
    name: 'the filter gradient of a depthwise convolution',
    shapes: { x: X, dy: X },
    run: kernel('DepthwiseConv2dNativeBackpropFilter', { ...DEPTHWISE, filterShape: [7, 7, 4, 1] }),
  },
  {
    name: 'the input gradient of a depthwise convolution',
    shapes: { dy: X, filter: [7, 7, 4, 1] },
    run: kernel('DepthwiseConv2dNativeBackpropInput', { ...DEPTHWISE, inputShape: X }),
  },
  {
    name: 'a convolution fused with bias and ReLU',
    shapes: { x: X, filter: [3, 3, 4, 6], bias: [6] },
    run: kernel('FusedConv2D', { ...NHWC, strides: 1, pad: 'same', dilations: 1, activation: 'relu' }),
  },
  {
    name: 'a depthwise convolution fused with bias and ReLU',
    shapes: { x: X, filter: [3, 3, 4, 1], bias: [4] },
    run: kernel('FusedDepthwiseConv2D', { ...DEPTHWISE, activation: 'relu' }),
  },
  {
    name: 'a product of transposed matrices fused with bias and ReLU',
    shapes: { a: [3, 33, 17], b: [3, 19, 33], bias: [19] },
    run: kernel('_FusedMatMul', { transposeA: true, transposeB: true, activation: 'relu' }),
  },
  {
    name: 'a product of batches of matrices',
    shapes: { a: [3, 17, 33], b: [3, 33, 19] },
    run: kernel('BatchMatMul', { transposeA: false, transposeB: false }),
  },
  {
    name: 'max pooling and its gradient',
    shapes: { x: X, dy: [2, 5, 6, 4] },
    run: ({ x, dy }) => {
      const window = { filterSize: 3, strides: 2, pad: 'same' };
      const output = kernel('MaxPool', window)({ x: x! });
      return kernel('MaxPoolGrad', window)({ dy: dy!, input: x!, output });
    },
  },
  {
    name: 'a bilinear resize with aligned corners',
    shapes: { images: X },
    run: kernel('ResizeBilinear', { alignCorners: true, halfPixelCenters: false, size: [17, 23] }),
  },
  { name: 'a softmax', shapes: { logits: [7, 13] }, run: kernel('Softmax', { dim: -1 }) },
  { name: 'the error function', shapes: { x: [64] }, run: kernel('Erf', {}) },
];

const computedBy = async (backend: string, o: Case): Promise<Float32Array> => {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = Object.entries(o.shapes).map(([name, shape], seed) => [
      name,
      tf.randomNormal(shape, 0, 1, 'float32', seed + 1),
    ]);
    return Float32Array.from(o.run(Object.fromEntries(inputs)).dataSync());
  });
};

/** Largest difference, over the largest value expected. */
const relativeError = (found: Float32Array, expected: Float32Array): number => {
  const largest = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return found.reduce((top, value, i) => Math.max(top, Math.abs(value - expected[i]!)), 0) / largest;
};

describe('the TensorFlow of setup:tensorflow, when it is there', () => {
  const backendBefore = tf.engine().backendName;

  before(async function () {
    if (!existsSync(REGISTER)) return this.skip();
    await import(pathToFileURL(REGISTER).href);
  });

  after(async () => {
    if (backendBefore) await tf.setBackend(backendBefore);
  });

  for (const o of CASES)
    it(`computes ${o.name} as plain JavaScript does`, async () => {
      const expected = await computedBy('cpu', o);
      const found = await computedBy('tensorflow', o);
      expect(found).to.have.lengthOf(expected.length);
      expect(relativeError(found, expected)).to.be.below(FLOAT32_SUM_TOL);
    });

  it('gives back every tensor over 200 steps', async () => {
    await tf.setBackend('tensorflow');
    const run = CASES.find(({ name }) => name.startsWith('the filter gradient of a strided'))!;
    const before = tf.memory().numTensors;
    for (let step = 0; step < 200; step++) await computedBy('tensorflow', run);
    expect(tf.memory().numTensors).to.equal(before);
  });
});
