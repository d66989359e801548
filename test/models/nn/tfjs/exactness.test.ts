import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import type { Tensor } from '../../../../src/domain/image.ts';
import type { Conv2dOptions } from '../../../../src/models/nn/ops.ts';
import { channelSums } from '../../../../src/models/nn/tfjs/kernels/sums.ts';
import { locateBackend } from '../../../../src/models/runtime/tfjs/locate-backend.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { float64Interpreter } from '../gradient/float64-interpreter.ts';
import { type Composition, computed, opsInTraining, tensorOf } from './eager.ts';

/** Whatever is drawn. */
const DRAWS = ['a', 'b', 'c'];

/** The error of a result, relative to its size, root mean squares both. */
const coarseness = (found: ArrayLike<number>, exact: ArrayLike<number>): number => {
  const length = (values: readonly number[]) => Math.hypot(...values);
  const right = Array.from(exact);
  return length(right.map((value, index) => value - found[index]!)) / length(right);
};

const inDoublePrecision = ({ shape, data }: Tensor) => ({ shape, data: Float64Array.from(data) });

const isSetUp = 'modules' in locateBackend('tfjs-node');

(isSetUp ? describe : describe.skip)('float32 on native TensorFlow', () => {
  before(() => startBackend('tfjs-node'));

  /** Sums of blocks: 3e-7, however many products there are. One sum that grows product by product: 5.4e-7 for 1152, 9e-7 for 4608. */
  const CONVOLUTION_TOL = 4e-7;
  const shapes: Readonly<Record<string, { x: readonly number[]; channels: number; options: Conv2dOptions }>> = {
    '128 channels': { x: [1, 128, 6, 5], channels: 128, options: { padding: 1 } },
    '512 channels': { x: [1, 512, 3, 2], channels: 512, options: { padding: 1 } },
    'a stride': { x: [2, 256, 5, 5], channels: 256, options: { padding: 1, stride: 2 } },
    'a dilation': { x: [1, 256, 6, 6], channels: 256, options: { padding: 2, dilation: 2 } },
  };
  for (const [title, { x, channels, options }] of Object.entries(shapes))
    it(`has the digits of a 3 x 3 convolution of ${title}`, async () => {
      const convolved: Composition = (nn, [map, weight]) => nn.conv2d(map!, weight!, undefined, options);
      for (const draw of DRAWS) {
        const given = [tensorOf(`${draw} x`, x), tensorOf(`${draw} weight`, [64, channels, 3, 3])];
        const found = await computed(opsInTraining(), convolved, given);
        const [map, weight] = given.map(inDoublePrecision);
        const nn = float64Interpreter(() => expect.fail('no parameters here'));
        const exact = nn.conv2d(map!, weight!, undefined, options);
        expect(coarseness(found.data, exact.data), draw).to.be.below(CONVOLUTION_TOL);
      }
    });

  it('has the digits of sums of many rows', () => {
    /** 4e-8 to 9e-8 in two stages; 4e-7 to 6e-7 in one. */
    const SUM_TOL = 2e-7;
    const [rows, columns] = [32768, 8];
    for (const draw of DRAWS) {
      const { data } = tensorOf(draw, [rows, columns]);
      const exact = new Float64Array(columns);
      for (const [index, value] of data.entries()) exact[index % columns]! += value + 1;
      const found = tf.tidy(() => channelSums(tf.add(tf.tensor(data, [rows, columns]), 1)).dataSync());
      expect(coarseness(found, exact), draw).to.be.below(SUM_TOL);
    }
  });
});
