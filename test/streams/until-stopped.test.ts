import { expect } from 'chai';
import { untilStopped } from '../../src/streams/until-stopped.ts';

const never = new Promise<never>(() => {});

describe('untilStopped', () => {
  const collected = async <T>(source: AsyncIterable<T>, onItem: (item: T) => void = () => {}) => {
    const items: T[] = [];
    for await (const item of source) {
      items.push(item);
      onItem(item);
    }
    return items;
  };

  it('gives all items, and closes the source', async () => {
    let closed = false;
    async function* three() {
      try {
        yield* [1, 2, 3];
      } finally {
        closed = true;
      }
    }
    expect(await collected(untilStopped(three(), [new AbortController().signal]))).to.deep.equal([1, 2, 3]);
    expect(closed).to.equal(true);
  });

  it('ends while it waits for an item that never comes', async () => {
    const stop = new AbortController();
    async function* open() {
      yield 1;
      yield await never;
    }
    const source = untilStopped(open(), [new AbortController().signal, stop.signal]);
    expect(await collected(source, () => setTimeout(() => stop.abort(), 5))).to.deep.equal([1]);
  });

  it('asks for nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const asked: number[] = [];
    async function* numbers() {
      for (let number = 0; ; number++) {
        asked.push(number);
        yield number;
      }
    }
    await collected(untilStopped(numbers(), [stop.signal]), (item) => item === 2 && stop.abort());
    expect(asked).to.deep.equal([0, 1, 2]);
  });

  it('fails as its source does', async () => {
    async function* failing() {
      yield 1;
      throw new Error('broke off');
    }
    const [outcome] = await Promise.allSettled([collected(untilStopped(failing(), []))]);
    expect(outcome).to.have.nested.property('reason.message', 'broke off');
  });
});
