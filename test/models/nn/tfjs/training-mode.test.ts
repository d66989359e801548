import { expect } from 'chai';
import { dropoutMask } from '../../../../src/models/nn/dropout-mask.ts';
import { startBackend } from '../../../../src/models/runtime/tfjs/start-backend.ts';
import { computed, newStep, opsInTraining, opsInUse, tensorOf } from './eager.ts';

const ones = (shape: readonly number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});

describe('dropout on TensorFlow.js', () => {
  before(() => startBackend('wasm'));

  it('drops about the share that it is told and enlarges the rest', async () => {
    const { data } = await computed(
      opsInTraining(newStep('a')),
      (nn, [x]) => nn.dropout(x!, { rate: 0.25, per: 'element' }),
      [ones([100, 100])],
    );
    const dropped = data.filter((value) => value === 0).length;
    expect(dropped).to.be.within(2400, 2600); // 4 standard deviations are 173
    expect([...new Set(data)].sort()).to.eql([0, Math.fround(4 / 3)]);
  });

  it('drops samples whole', async () => {
    const { data } = await computed(
      opsInTraining(newStep('b')),
      (nn, [x]) => nn.dropout(x!, { rate: 0.5, per: 'sample' }),
      [ones([20, 2, 3])],
    );
    const samples = Array.from({ length: 20 }, (_, n) => new Set(data.slice(n * 6, n * 6 + 6)));
    expect(samples.every((values) => values.size === 1)).to.equal(true);
    expect(new Set(data)).to.eql(new Set([0, 2]));
  });

  it('follows from the seed, drops otherwise each time it is asked, and however the axes lie', async () => {
    const twice = async (seed: string) => {
      const { data } = await computed(
        opsInTraining(newStep(seed)),
        (nn, [x]) => {
          const first = nn.dropout(x!, { rate: 0.5, per: 'element' });
          const channelsLast = nn.resizeBilinear(x!, { rows: 4, columns: 4, alignCorners: true });
          return nn.concat([first, nn.dropout(channelsLast, { rate: 0.5, per: 'element' })], 0);
        },
        [ones([1, 3, 4, 4])],
      );
      return data;
    };
    expect(await twice('a')).to.eql(await twice('a'));
    expect(await twice('a')).not.to.eql(await twice('b'));
    expect((await twice('a')).slice(0, 48)).to.eql(dropoutMask('a/mask_0', { shape: [1, 3, 4, 4], rate: 0.5 }).data);
    expect((await twice('a')).slice(48)).to.eql(dropoutMask('a/mask_1', { shape: [1, 3, 4, 4], rate: 0.5 }).data);
  });

  it('gives each step of eachStep its rows of one mask for all', async () => {
    const { data } = await computed(
      opsInTraining(newStep('a')),
      (nn, [x]) => nn.eachStep(x!, 3, (step) => nn.dropout(step, { rate: 0.5, per: 'element' })),
      [ones([2, 3, 4])],
    );
    // [2 samples, 3 steps, 4] as the batch [6, 4] that holds all steps of a sample one after another
    expect(data).to.eql(dropoutMask('a/mask_0', { shape: [6, 4], rate: 0.5 }).data);
  });

  it('is the identity in use, and at a rate of 0', async () => {
    const x = tensorOf('x', [3, 4]);
    expect(await computed(opsInUse(), (nn, [y]) => nn.dropout(y!, { rate: 0.5, per: 'element' }), [x])).to.eql(x);
    expect(await computed(opsInTraining(), (nn, [y]) => nn.dropout(y!, { rate: 0, per: 'element' }), [x])).to.eql(x);
  });
});
