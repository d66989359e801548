import { expect } from 'chai';
import fc from 'fast-check';
import { inListsOf, mapInOrder, readAhead, shuffledThrough } from '../../../src/training/data/streams.ts';

const collected = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

/** Numbers from 0, counting how many were asked for and whether the source was closed. */
const counting = (end = Number.POSITIVE_INFINITY) => {
  const seen = { asked: 0, closed: false };
  const source = async function* () {
    try {
      while (seen.asked < end) yield seen.asked++;
    } finally {
      seen.closed = true;
    }
  };
  return { seen, source: source() };
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
});

describe('shuffledThrough', () => {
  it('gives every item once, and none earlier than it can have been read', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 20 }), fc.nat(), async (count, size, seed) => {
        let state = seed;
        const random = () => {
          state = (state * 16807 + 11) % 2147483647;
          return state / 2147483647;
        };
        const shuffled = await collected(shuffledThrough(counting(count).source, size, random));
        expect([...shuffled].sort((a, b) => a - b)).to.eql(Array.from({ length: count }, (_, i) => i));
        shuffled.forEach((item, place) => {
          expect(item).to.be.below(place + size);
        });
      }),
    ));

  it('holds no more than it may', async () => {
    const { seen, source } = counting();
    const shuffled = shuffledThrough(source, 5, () => 0.5);
    await shuffled.next();
    expect(seen.asked).to.equal(5);
    await shuffled.return(undefined);
    expect(seen.closed).to.equal(true);
  });
});

describe('inListsOf', () => {
  it('makes lists of a size, the last one of what is left', async () => {
    expect(await collected(inListsOf(counting(5).source, 2))).to.eql([[0, 1], [2, 3], [4]]);
    expect(await collected(inListsOf(counting(4).source, 2))).to.eql([
      [0, 1],
      [2, 3],
    ]);
    expect(await collected(inListsOf(counting(0).source, 2))).to.eql([]);
  });
});

describe('readAhead', () => {
  it('makes so many items before they are asked for, and no more', async () => {
    const { seen, source } = counting();
    const ahead = readAhead(source, 2);
    await ahead.next();
    await later(5);
    expect(seen.asked).to.equal(3);
    await ahead.next();
    await later(5);
    expect(seen.asked).to.equal(4);
    await ahead.return(undefined);
    expect(seen.closed).to.equal(true);
  });

  it('does not change what there is', async () => {
    for (const ahead of [0, 1, 7])
      expect(await collected(readAhead(counting(5).source, ahead))).to.eql([0, 1, 2, 3, 4]);
  });

  it('tells of an error when its item is asked for', async () => {
    const source = (async function* () {
      yield 1;
      throw new Error('broken');
    })();
    const ahead = readAhead(source, 3);
    expect((await ahead.next()).value).to.equal(1);
    await later(5);
    const outcome = await ahead.next().catch((error: Error) => error.message);
    expect(outcome).to.equal('broken');
  });
});
