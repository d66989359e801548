import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { batchNorm, conv, linear } from '../../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../../src/models/nn/scope.ts';
import { recordLoss, recordNetwork, recordUpdate } from '../../../../../src/models/nn/tfjs/recording/record.ts';
import { replayable } from '../../../../../src/models/nn/tfjs/recording/replay.ts';
import { type PassResult, type TfjsTrainable, trainableOf } from '../../../../../src/models/nn/tfjs/trainable.ts';
import type { TrainingOps } from '../../../../../src/models/nn/tfjs/training-ops.ts';
import { trainingOps } from '../../../../../src/models/nn/tfjs/training-ops.ts';
import { shapeOf, type View, viewOf } from '../../../../../src/models/nn/tfjs/view.ts';
import { startBackend } from '../../../../../src/models/runtime/tfjs/start-backend.ts';
import { crossEntropy } from '../../../../../src/training/losses/cross-entropy.ts';
import { adamW } from '../../../../../src/training/optimisers.ts';
import { filledWeights } from '../../../../support/filled-weights.ts';
import { tfjsTrainable, valuesOf } from '../../../../support/tfjs-trainable.ts';
import { network } from '../../run-network.ts';
import { tensorOf } from '../eager.ts';

/** Steps within steps, weights that are shared, turned, and taken from outside a step, and a value that nobody takes. */
const small = network({ x: ['n', 4, 5, 5] }, (nn, [x]) => {
  const at = scopeOf(nn);
  const shift = at.parameter('shift', [3]);
  const turned = nn.transpose(at.parameter('matrix', [3, 3]), [1, 0]);
  const pooled = nn.eachStep(x!, 2, (pair) =>
    nn.eachStep(pair, 2, (step) => {
      const map = nn.relu(batchNorm(at.in('bn'), conv(at.in('conv'), step, { out: 3, kernel: 3, padding: 1 })));
      nn.mul(map, map);
      const features = nn.dropout(nn.globalAveragePool(map), { rate: 0.3, per: 'element' });
      return nn.add(nn.matMul(features, turned), shift);
    }),
  );
  const mean = nn.mean(nn.reshape(pooled, [nn.shapeOf(x!)[0]!, 4, 3]), [1]);
  return [linear(at.in('fc'), nn.reshape(mean, [nn.shapeOf(x!)[0]!, 3]), { out: 3 })];
});

const sumOfSquares = (nn: TrainingOps, [y]: readonly View[]): View => nn.sum(nn.mul(y!, y!), [0, 1]);

const pass = (model: TfjsTrainable): PassResult =>
  model.differentiate({
    inputs: { x: tensorOf('x', [3, 4, 5, 5]) },
    seed: '1',
    loss: sumOfSquares,
    trained: model.variables.keys(),
  });

const free = ({ loss, gradients }: PassResult): void => tf.dispose([loss, ...gradients.values()]);

const numbersOf = ({ loss, gradients }: PassResult) => ({
  loss: loss.dataSync(),
  gradients: [...gradients].map(([name, gradient]) => [name, gradient.dataSync()]),
});

const replayed = (of = small): TfjsTrainable => {
  const recording = structuredClone(recordNetwork(of));
  const replay = replayable(recording, recording);
  const { inputNames, parameters } = recording;
  return trainableOf(
    { inputNames, parameters, forward: (nn, given) => replay({ nn, given, batch: shapeOf(given[0]!)[0]! }) },
    filledWeights(of),
  );
};

describe('a recorded network', () => {
  before(() => startBackend('wasm'));

  it('is the network itself, in training and in use, to the last bit', async () => {
    const [own, again] = [tfjsTrainable(small, filledWeights(small)), replayed()];
    const [first, second] = [pass(own), pass(again)];
    expect(numbersOf(second)).to.eql(numbersOf(first));
    own.adopt(first.statistics);
    again.adopt(second.statistics);
    expect(await valuesOf(again)).to.eql(await valuesOf(own));
    expect(second.statistics.passes).to.eql(first.statistics.passes);
    const outputs = [own, again].map(
      (model) => model.evaluate({ x: tensorOf('x', [2, 4, 5, 5]) }, (_, [y]) => [y!])[0]!,
    );
    expect(outputs[1]!.dataSync()).to.eql(outputs[0]!.dataSync());
    tf.dispose(outputs);
    for (const one of [first, second]) free(one);
    own.dispose();
    again.dispose();
  });

  it('leaves no tensor, and holds fewer while it runs in use', () => {
    const [own, again] = [tfjsTrainable(small, filledWeights(small)), replayed()];
    const before = tf.memory().numTensors;
    const result = pass(again);
    again.drop(result.statistics);
    free(result);
    expect(tf.memory().numTensors).to.equal(before);
    const heldBy = (model: TfjsTrainable): number => {
      let held = 0;
      const outputs = model.evaluate({ x: tensorOf('x', [2, 4, 5, 5]) }, (_, ys) => {
        held = tf.memory().numTensors;
        return ys;
      });
      tf.dispose([...outputs]);
      return held - before;
    };
    expect(heldBy(again)).to.be.below(heldBy(own) / 2);
    expect(tf.memory().numTensors).to.equal(before);
    own.dispose();
    again.dispose();
  });

  it('is the network itself where a step changes the shape of its batch', () => {
    const reshaping = network({ x: ['n', 4, 2, 3] }, (nn, [x]) => [
      nn.eachStep(x!, 2, (step) => nn.reshape(nn.relu(step), [nn.shapeOf(step)[0]!, 2 * 2 * 3])),
    ]);
    const x = tensorOf('x', [3, 4, 2, 3]);
    const models = [tfjsTrainable(reshaping, new Map()), replayed(reshaping)];
    const outputs = models.map((model) => model.evaluate({ x }, (_, [y]) => [y!])[0]!);
    expect(outputs.map(({ shape }) => shape)).to.eql([
      [3, 2, 12],
      [3, 2, 12],
    ]);
    expect(outputs[1]!.dataSync()).to.eql(outputs[0]!.dataSync());
    tf.dispose(outputs);
    for (const model of models) model.dispose();
  });

  it('knows its largest value', () => {
    // 4 steps of 3 channels are gone through one after another: the largest is a map of one, but the input is as large
    expect(recordNetwork(small).largest).to.equal(4 * 25);
  });
});

describe('a recorded loss and a recorded update', () => {
  before(() => startBackend('wasm'));

  it('give what the functions give', () => {
    const [logits, target] = [tensorOf('y', [2, 3]), { shape: [2, 1, 3], data: Float32Array.of(1, 0, 0, 0, 0, 4) }];
    tf.tidy(() => {
      const nn = trainingOps();
      const given = [logits, target].map(({ data, shape }) => viewOf(tf.tensor(data, [...shape])));
      const [total] = replayable(structuredClone(recordLoss(crossEntropy, [2, 3])))({ nn, given, batch: 1 });
      expect(total!.tensor.dataSync()).to.eql(crossEntropy.total(nn, given[0]!, given[1]!).tensor.dataSync());
      const rule = adamW();
      const [parameter, gradient, mean, square] = ['a', 'b', 'c', 'd'].map((name) =>
        viewOf(tf.abs(tf.tensor(tensorOf(name, [5]).data))),
      );
      const numbers = rule.scalars({ step: 3, learningRate: 0.1 });
      const scalar = (name: string) => viewOf(tf.scalar(numbers[name]!));
      const direct = rule.update(nn, { parameter: parameter!, gradient: gradient!, slots: [mean!, square!], scalar });
      const results = replayable(recordUpdate(rule, [5]))({
        nn,
        given: [parameter!, gradient!, mean!, square!, ...Object.keys(numbers).map(scalar)],
        batch: 1,
      });
      expect(results.map(({ tensor }) => tensor.dataSync())).to.eql(
        [direct.parameter, ...direct.slots].map(({ tensor }) => tensor.dataSync()),
      );
    });
  });
});
