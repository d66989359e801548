import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import fc from 'fast-check';
import { dropoutMask } from '../../../../src/models/nn/dropout-mask.ts';
import { plain, viewOf } from '../../../../src/models/nn/tfjs/view.ts';
import { locateBackend } from '../../../../src/models/runtime/tfjs/locate-backend.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { type Differentiated, pulledBack } from '../gradient/directional-derivative.ts';
import type { Float64Tensor } from '../gradient/float64-tensor.ts';
import { RULE_CASES } from '../gradient/rule-cases.ts';
import { newStep, opsInTraining } from './eager.ts';
import { testBackends } from './test-backends.ts';

/** Float32, relative to the largest element of the gradient, or to 1. Norms of a few values that lie close together lose two digits. */
const TOLERANCE = 2e-5;

/** TensorFlow.js has no convolutions that are both strided and dilated, nor has any network of the zoo. */
const NOT_THERE = ['conv2d: strides and dilation together'];

const tensorOf = ({ shape, data }: Float64Tensor): tf.Tensor => tf.tensor(Float32Array.from(data), [...shape]);

/** The same gradients by TensorFlow.js. */
const found = ({ build }: Differentiated, values: readonly Float64Tensor[], weights: Float64Tensor) => {
  const step = newStep();
  const gradients = tf.tidy(() => {
    const nn = opsInTraining(step);
    const parameters = values.map(tensorOf);
    const number = () => {
      const result = build(
        nn,
        parameters.map((tensor) => viewOf(tensor)),
      );
      return tf.sum(tf.mul(plain(result), tensorOf(weights)));
    };
    return tf.engine().gradients(number, parameters, undefined, true).grads;
  });
  tf.dispose([...step.running.values()]);
  return gradients;
};

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const agrees = (f: Differentiated): void => {
  let masks = 0;
  const mask = (shape: readonly number[], rate: number): Float64Tensor => {
    const { data } = dropoutMask(`${newStep().seed}/mask_${masks++}`, { shape, rate });
    return { shape, data: Float64Array.from(data) };
  };
  const { values, weights, gradients } = pulledBack(f, mask);
  const others = found(f, values, weights);
  for (const [index, gradient] of gradients.entries()) {
    const other = others[index];
    const right = Array.from(gradient?.data ?? []);
    const data = other?.dataSync() ?? [];
    expect(data, `parameter ${index}`).to.have.length(right.length);
    const off = largest(right.map((value, place) => value - data[place]!));
    expect(off, `parameter ${index}`).to.be.below(TOLERANCE * Math.max(1, largest(right)));
    other?.dispose();
  }
};

const isSetUp = 'modules' in locateBackend('tfjs-node');

for (const backend of testBackends(isSetUp ? ['wasm', 'tfjs-node'] : ['wasm']))
  describe(`gradients of the operations on TensorFlow.js, ${backend}, agree with the backward rules`, () => {
    before(() => startBackend(backend));

    for (const [title, drawn] of Object.entries(RULE_CASES))
      if (!NOT_THERE.includes(title)) it(title, () => fc.assert(fc.property(drawn, agrees), { numRuns: 10, seed: 1 }));
  });
