import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { batchNorm, conv, gru } from '../../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../../src/models/nn/scope.ts';
import { type LoadedNetwork, loadRecording } from '../../../../../src/models/nn/tfjs/recording/load-recording.ts';
import { recordNetwork } from '../../../../../src/models/nn/tfjs/recording/record.ts';
import { usedWeights } from '../../../../../src/models/nn/tfjs/recording/recorded.ts';
import { startBackend } from '../../../../../src/models/runtime/tfjs/start-backend.ts';
import { filledWeights } from '../../../../support/filled-weights.ts';
import { network } from '../../run-network.ts';
import { tensorOf } from '../eager.ts';

/** Two outputs, one of which is made of a weight alone; the input is used twice. */
const small = network(
  { x: ['n', 4, 3, 3] },
  (nn, [x]) => {
    const at = scopeOf(nn);
    const table = at.parameter('table', [3, 2]);
    const steps = nn.eachStep(x!, 2, (step) =>
      nn.globalAveragePool(batchNorm(at.in('bn'), conv(at.in('conv'), step, { out: 2, kernel: 3 }))),
    );
    return [gru(at.in('rnn'), steps, { hidden: 2, layers: 1 }), nn.transpose(nn.gather(table, [2, 0]), [1, 0]), x!];
  },
  3,
);

const loaded = (): LoadedNetwork => {
  const recording = recordNetwork(small);
  const weights = filledWeights(small);
  const named = usedWeights(recording).map(({ name, shape }) => {
    const { data } = weights.get(name)!;
    return [name, { shape, data: Float32Array.from(data, Number) }] as const;
  });
  return loadRecording(recording, new Map(named));
};

describe('recordNetwork', () => {
  it('is plain data that a thread can be given, with a symbolic batch', () => {
    const recording = recordNetwork(small);
    expect(structuredClone(recording)).to.eql(recording);
    expect(recording.outputNames).to.eql(['out0', 'out1', 'out2']);
  });

  it('names the weights that are used, in the order of the state dict, without counters', () => {
    expect(usedWeights(recordNetwork(small)).map(({ name }) => name)).to.eql([
      'table',
      'conv.weight',
      'conv.bias',
      'bn.weight',
      'bn.bias',
      'bn.running_mean',
      'bn.running_var',
      'rnn.weight_ih_l0',
      'rnn.weight_hh_l0',
      'rnn.bias_ih_l0',
      'rnn.bias_hh_l0',
    ]);
  });
});

describe('loadRecording', () => {
  before(() => startBackend('wasm'));

  it('gives all outputs, also those that no input leads to and those that are an input', async () => {
    const net = loaded();
    const x = tensorOf('x', [2, 4, 3, 3]);
    const { out0, out1, out2 } = await net.predict({ x });
    const table = Array.from(filledWeights(small).get('table')!.data, Number);
    expect(out0!.shape).to.eql([2, 2, 2]);
    expect(out1).to.eql({ shape: [2, 2], data: Float32Array.of(table[4]!, table[0]!, table[5]!, table[1]!) });
    expect(out2).to.eql(x);
    net.dispose();
  });

  it('holds its weights only, frees everything else after each prediction, and all of it in the end', async () => {
    const before = tf.memory().numTensors;
    const net = loaded();
    const held = tf.memory().numTensors;
    for (const n of [1, 3]) {
      await net.predict({ x: tensorOf('x', [n, 4, 3, 3]) });
      expect(tf.memory().numTensors).to.equal(held);
    }
    net.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('leaves nothing behind when a prediction fails', async () => {
    const net = loaded();
    const held = tf.memory().numTensors;
    const failed = await net.predict({ x: tensorOf('x', [2, 2, 3, 3]) }).then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    expect(tf.memory().numTensors).to.equal(held);
    net.dispose();
  });
});
