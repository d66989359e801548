import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect } from 'chai';
import { batchDataset } from '../../../../src/models/nn/tfjs/batch-dataset.ts';

const batchOf = (value: number) => ({
  inputs: { x: { shape: [1, 2], data: Float32Array.of(value, value) } },
  target: { shape: [1], data: Float32Array.of(value) },
  name: String(value),
});

describe('batchDataset', () => {
  before(async () => {
    await tf.setBackend('cpu');
  });

  it('makes a batch into tensors when it is asked for, and not before', async () => {
    const before = tf.memory().numTensors;
    const seen: unknown[] = [];
    const dataset = batchDataset(
      () => [batchOf(1), batchOf(2), batchOf(3)],
      ({ name }) => ({ name }),
    );
    await dataset.forEachAsync(({ xs, ys, name }) => {
      seen.push([name, [...xs.x!.dataSync()], [...ys.dataSync()], tf.memory().numTensors - before]);
      tf.dispose([xs, ys]);
    });
    expect(seen).to.deep.equal([
      ['1', [1, 1], [1], 2],
      ['2', [2, 2], [2], 2],
      ['3', [3, 3], [3], 2],
    ]);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('starts a new pass with every iteration, and passes on what the source throws', async () => {
    let passes = 0;
    const dataset = batchDataset(
      async function* () {
        passes++;
        yield batchOf(1);
        throw new Error('the disk is gone');
      },
      () => ({}),
    );
    for (let pass = 0; pass < 2; pass++) {
      const batches = await dataset.iterator();
      tf.dispose((await batches.next()).value);
      const failure = await batches.next().catch((error: unknown) => error);
      expect(failure).to.be.an('error').with.property('message').that.includes('the disk is gone');
    }
    expect(passes).to.equal(2);
  });
});
