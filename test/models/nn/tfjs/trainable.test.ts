import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { batchNorm, conv, linear } from '../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { ELEMENTWISE_GRADIENTS } from '../../../../src/models/nn/tfjs/gradients/elementwise-gradients.ts';
import { registerKernelGradient } from '../../../../src/models/nn/tfjs/gradients/registered-gradient.ts';
import type { PassResult, TfjsTrainable } from '../../../../src/models/nn/tfjs/trainable.ts';
import type { TrainingOps } from '../../../../src/models/nn/tfjs/training-ops.ts';
import type { View } from '../../../../src/models/nn/tfjs/view.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { maxAbsDiff } from '../../../support/goldens.ts';
import { floatsIn, tfjsTrainable, valuesOf } from '../../../support/tfjs-trainable.ts';
import { thrownBy } from '../../../support/thrown-by.ts';
import { network } from '../run-network.ts';
import { tensorOf } from './eager.ts';

/** A convolution and a norm, seen twice: once by each of two steps. */
const small = network({ x: ['n', 2, 4, 4] }, (nn, [x]) => {
  const at = scopeOf(nn);
  return [
    nn.eachStep(x!, 2, (step) => batchNorm(at.in('bn'), conv(at.in('conv'), step, { out: 1, kernel: 1, bias: false }))),
  ];
});

const sumOfSquares = (nn: TrainingOps, [y]: readonly View[]): View =>
  nn.sum(
    nn.mul(y!, y!),
    nn.shapeOf(y!).map((_, axis) => axis),
  );

const pass = (model: TfjsTrainable, batch = 3): PassResult =>
  model.differentiate({
    inputs: { x: tensorOf('x', [batch, 2, 4, 4]) },
    seed: '1',
    loss: sumOfSquares,
    trained: model.variables.keys(),
  });

const free = ({ loss, gradients }: PassResult): void => tf.dispose([loss, ...gradients.values()]);

/** Mean and unbiased variance of the values that a step sees, times the convolution's one weight. */
const statisticsOf = (step: 0 | 1, weight: number) => {
  const { data } = tensorOf('x', [3, 2, 4, 4]);
  const values = [...data].filter((_, index) => Math.floor(index / 16) % 2 === step).map((value) => value * weight);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
};

describe('tfjsTrainable', () => {
  before(() => startBackend('wasm'));

  let model: TfjsTrainable;
  beforeEach(() => {
    model = tfjsTrainable(small, filledWeights(small));
  });
  afterEach(() => model.dispose());

  it('has variables by state-dict name, with the weights', async () => {
    expect([...model.variables.keys()]).to.eql(['conv.weight', 'bn.weight', 'bn.bias']);
    expect(await valuesOf(model)).to.eql(floatsIn(filledWeights(small)));
  });

  it('moves running statistics once for each step, towards the unbiased variance', async () => {
    const weights = filledWeights(small);
    const value = (name: string) => Number(weights.get(name)!.data[0]);
    const result = pass(model);
    model.adopt(result.statistics);
    free(result);
    const moved = (before: number, first: number, second: number) => 0.9 * (0.9 * before + 0.1 * first) + 0.1 * second;
    const [first, second] = [statisticsOf(0, value('conv.weight')), statisticsOf(1, value('conv.weight'))];
    const after = await valuesOf(model);
    const found = (name: string) => Number(after.get(name)![0]);
    expect(found('bn.running_mean')).to.be.closeTo(moved(value('bn.running_mean'), first.mean, second.mean), 1e-6);
    expect(found('bn.running_var')).to.be.closeTo(
      moved(value('bn.running_var'), first.variance, second.variance),
      1e-6,
    );
    expect(result.statistics.passes).to.eql(new Map([['bn.num_batches_tracked', 2]]));
  });

  it('moves nothing when a pass is dropped', async () => {
    const result = pass(model);
    model.drop(result.statistics);
    free(result);
    expect(await valuesOf(model)).to.eql(floatsIn(filledWeights(small)));
  });

  it('has as many tensors after a pass as before, also after one that fails', () => {
    const before = tf.memory().numTensors;
    const first = pass(model);
    model.adopt(first.statistics);
    free(first);
    expect(tf.memory().numTensors).to.equal(before);
    const failing = () =>
      model.differentiate({
        inputs: { x: tensorOf('x', [3, 2, 4, 4]) },
        seed: '1',
        loss: () => {
          throw new Error('no loss');
        },
        trained: model.variables.keys(),
      });
    expect(failing).to.throw('no loss');
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('gives gradients of those parameters only that are trained', () => {
    const result = model.differentiate({
      inputs: { x: tensorOf('x', [3, 2, 4, 4]) },
      seed: '1',
      loss: sumOfSquares,
      trained: ['bn.bias'],
    });
    expect([...result.gradients.keys()]).to.eql(['bn.bias']);
    model.drop(result.statistics);
    free(result);
  });

  it('evaluates with running statistics, each sample by itself', () => {
    const [three] = model.evaluate({ x: tensorOf('x', [3, 2, 4, 4]) }, (_, outputs) => outputs);
    const [one] = model.evaluate({ x: tensorOf('x', [1, 2, 4, 4]) }, (_, outputs) => outputs);
    const length = one!.size;
    expect(maxAbsDiff(three!.dataSync().slice(0, length), one!.dataSync())).to.be.below(1e-6);
    tf.dispose([three!, one!]);
  });

  it('refuses statistics of a single value, and weights of another network', () => {
    const pixel = network({ x: ['n', 2] }, (nn, [x]) => [batchNorm(scopeOf(nn), x!)]);
    const single = tfjsTrainable(pixel, filledWeights(pixel));
    const alone = () =>
      single.differentiate({ inputs: { x: tensorOf('x', [1, 2]) }, seed: '', loss: sumOfSquares, trained: ['weight'] });
    expect(thrownBy(alone).code).to.equal('TRAINING_BATCH_TOO_SMALL');
    single.dispose();
  });

  it('names an operation without a gradient, and where it is, and leaves no tensor', () => {
    const bent = network({ x: ['n', 2] }, (nn, [x]) => [nn.erf(linear(scopeOf(nn).in('fc'), x!, { out: 1 }))]);
    const trained = tfjsTrainable(bent, filledWeights(bent));
    const before = tf.memory().numTensors;
    tf.unregisterGradient('Erf');
    try {
      const error = thrownBy(() =>
        trained.differentiate({
          inputs: { x: tensorOf('x', [3, 2]) },
          seed: '',
          loss: sumOfSquares,
          trained: ['fc.weight'],
        }),
      );
      expect(error).to.include({
        code: 'TRAINING_NO_BACKWARD_RULE',
        reason:
          'the operation Erf, which the network or its loss uses after fc.bias, has no gradient on TensorFlow.js; ' +
          'express it with other operations, or register a gradient with TensorFlow.js',
      });
    } finally {
      registerKernelGradient('Erf', ELEMENTWISE_GRADIENTS.Erf!);
    }
    expect(tf.memory().numTensors).to.equal(before);
    trained.dispose();
  });

  it('goes on from the statistics of a pass before, if several make one step', async () => {
    const weights = filledWeights(small);
    const apart = tfjsTrainable(small, weights);
    for (let index = 0; index < 2; index++) {
      const one = pass(apart);
      apart.adopt(one.statistics);
      free(one);
    }
    const first = pass(model);
    const second = model.differentiate({
      inputs: { x: tensorOf('x', [3, 2, 4, 4]) },
      seed: '1',
      loss: sumOfSquares,
      trained: model.variables.keys(),
      statistics: first.statistics,
    });
    model.adopt(second.statistics);
    expect(await valuesOf(model)).to.eql(await valuesOf(apart));
    free(first);
    free(second);
    apart.dispose();
  });

  it('lets go of what a pass forward kept as the way back is past it', () => {
    const [layers, size] = [40, 1000];
    const deep = network({ x: ['n', size] }, (nn, [x]) => {
      const scaled = nn.mul(x!, scopeOf(nn).parameter('scale', [size]));
      return [Array.from({ length: layers }).reduce((y: typeof scaled) => nn.tanh(y), scaled)];
    });
    const trained = tfjsTrainable(deep, filledWeights(deep));
    const before = tf.memory().numTensors;
    const held: number[] = [];
    const slope = ELEMENTWISE_GRADIENTS.Tanh!;
    tf.unregisterGradient('Tanh');
    registerKernelGradient('Tanh', {
      ...slope,
      of: (...given) => {
        held.push(tf.memory().numTensors - before);
        return slope.of(...given);
      },
    });
    try {
      const inputs = { x: tensorOf('x', [1, size]) };
      const result = trained.differentiate({ inputs, seed: '', loss: sumOfSquares, trained: ['scale'] });
      trained.drop(result.statistics);
      free(result);
    } finally {
      tf.unregisterGradient('Tanh');
      registerKernelGradient('Tanh', slope);
    }
    expect(held).to.have.length(layers);
    expect(held[0]).to.be.above(layers);
    expect(held.at(-1)).to.be.below(15);
    trained.dispose();
  });
});
