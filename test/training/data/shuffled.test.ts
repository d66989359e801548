import { array } from '@tensorflow/tfjs-data';
import { expect } from 'chai';
import fc from 'fast-check';
import { shuffled } from '../../../src/training/data/shuffled.ts';

async function* upTo(count: number): AsyncGenerator<number> {
  for (let item = 0; item < count; item++) yield item;
}

const collected = async (items: AsyncIterable<number>): Promise<readonly number[]> => {
  const all: number[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('shuffled', () => {
  it('has the order of tf.data', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.integer({ min: 1, max: 50 }),
        fc.string({ minLength: 1 }),
        async (count, size, seed) => {
          const items = Array.from({ length: count }, (_, index) => index);
          const expected = await array(items).shuffle(size, seed).toArray();
          expect(await collected(shuffled(upTo(count), size, seed))).to.deep.equal(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds no more than its window beside what was drawn', async () => {
    let made = 0;
    const counting = (async function* () {
      for await (const item of upTo(100)) {
        made++;
        yield item;
      }
    })();
    const items = shuffled(counting, 10, 'seed');
    await items.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(made).to.be.at.most(11);
  });

  it('tells of a failure when it is drawn, and of nothing before', async () => {
    const failing = (async function* () {
      yield 1;
      throw new Error('broken');
    })();
    const outcome = await collected(shuffled(failing, 5, 'seed')).catch((error: Error) => error.message);
    expect(outcome).to.equal('broken');
  });
});
