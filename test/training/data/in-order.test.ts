import { expect } from 'chai';
import { mapInOrder, readAhead } from '../../../src/training/data/in-order.ts';

const collected = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('mapInOrder', () => {
  it('keeps the order of the items whatever takes longest', async () => {
    const waits = [9, 1, 5, 1, 3];
    const results = mapInOrder(waits, 3, async (ms) => {
      await later(ms);
      return ms;
    });
    expect(await collected(results)).to.eql(waits);
  });

  it('has no more under way or waiting than it may', async () => {
    let [begun, taken, most] = [0, 0, 0];
    const items = Array.from({ length: 20 }, (_, i) => i);
    for await (const _ of mapInOrder(items, 4, async (i) => {
      begun++;
      most = Math.max(most, begun - taken);
      return i;
    }))
      taken++;
    expect(most).to.equal(4);
  });

  it('passes an error on in its place, after what came before it', async () => {
    const seen: number[] = [];
    const work = async (i: number) => (i === 2 ? Promise.reject(new Error('third')) : i);
    const outcome = await (async () => {
      for await (const item of mapInOrder([0, 1, 2, 3], 4, work)) seen.push(item);
    })().catch((error: Error) => error.message);
    expect([outcome, seen]).to.eql(['third', [0, 1]]);
  });

  it('waits for what is under way when it is closed', async () => {
    let done = 0;
    const results = mapInOrder([1, 2, 3], 3, async (ms) => {
      await later(5 * ms);
      done++;
    });
    await results.next();
    await results.return(undefined);
    expect(done).to.equal(3);
  });
});

describe('readAhead', () => {
  for (const count of [0, 3])
    it(`makes ${count} items ahead, and gives all in order`, async () => {
      let made = 0;
      const items = readAhead(
        (async function* () {
          while (made < 8) yield made++;
        })(),
        count,
      );
      expect((await items.next()).value).to.equal(0);
      await later(5);
      expect(made).to.equal(1 + count);
      const rest: number[] = [];
      for await (const item of items) rest.push(item);
      expect(rest).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    });
});
