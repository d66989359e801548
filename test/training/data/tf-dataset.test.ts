import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect } from 'chai';
import type { DataBatch } from '../../../src/training/data/batch-of.ts';
import { tfDataset } from '../../../src/training/data/tf-dataset.ts';

const batchOf = (value: number): DataBatch => ({
  inputs: { stack: { shape: [2, 1, 1, 2], data: new Float32Array(4).fill(value) } },
  target: { shape: [2, 3], data: new Float32Array(6).fill(-value) },
  samples: ['1', '2'],
});

describe('tfDataset', () => {
  let backend: string | undefined;
  before(async () => {
    backend = tf.getBackend();
    await tf.setBackend('cpu');
  });
  after(() => (backend ? tf.setBackend(backend) : undefined));

  it('gives the batches in order as tensors, anew in every pass, and no others', async () => {
    const before = tf.memory().numTensors;
    let passes = 0;
    let made = 0;
    const dataset = await tfDataset(async function* () {
      passes++;
      for (let value = 1; value <= 3; value++) {
        made++;
        yield batchOf(value);
      }
    });
    for (const pass of [1, 2]) {
      const seen: number[][] = [];
      await dataset.forEachAsync(({ xs, ys }) => {
        expect([xs.stack!.shape, ys.shape]).to.eql([
          [2, 1, 1, 2],
          [2, 3],
        ]);
        seen.push([xs.stack!.dataSync()[3]!, ys.dataSync()[5]!]);
        tf.dispose([xs, ys]);
      });
      expect(seen).to.eql([
        [1, -1],
        [2, -2],
        [3, -3],
      ]);
      expect([passes, made]).to.eql([pass, 3 * pass]);
    }
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('makes no more batches than are taken', async () => {
    let made = 0;
    const dataset = await tfDataset(async function* () {
      for (;;) yield batchOf(++made);
    });
    await dataset.take(2).forEachAsync((batch) => tf.dispose(batch));
    expect(made).to.be.at.most(3);
  });
});
