import { expect } from 'chai';
import fc from 'fast-check';
import { instanceCache } from '../../../src/dicomweb/study/instance-cache.ts';
import { addressIn, keyOf } from '../../../src/dicomweb/study/instance-key.ts';

describe('instances that are kept', () => {
  const counting = (sizes: Readonly<Record<string, number>>, maxBytes: number) => {
    const fetched: string[] = [];
    const cache = instanceCache(async (key) => {
      fetched.push(key);
      await new Promise(setImmediate);
      return Buffer.alloc(sizes[key] ?? 10, key);
    }, maxBytes);
    return { cache, fetched };
  };

  it('are fetched once by all who ask, and read in parts', async () => {
    const { cache, fetched } = counting({}, 100);
    const [whole, part] = await Promise.all([cache.read('a'), cache.read('a', 4, 8), cache.read('a', 3)]);
    expect([whole.length, part.length, (await cache.read('a', 3)).length]).to.deep.equal([10, 2, 3]);
    expect(fetched).to.deep.equal(['a']);
  });

  it('give way to others, those first that were used longest ago', async () => {
    const { cache, fetched } = counting({}, 25);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.read(key);
    expect(fetched).to.deep.equal(['a', 'b', 'c', 'b']);
    expect(cache.bytes()).to.equal(20);
  });

  it('are given and not kept where they are larger than all that is kept', async () => {
    const { cache, fetched } = counting({ big: 1000 }, 100);
    expect((await cache.read('big')).length).to.equal(1000);
    expect((await cache.read('big')).length).to.equal(1000);
    expect(fetched).to.deep.equal(['big', 'big']);
    expect(cache.bytes()).to.equal(0);
  });

  it('are let go of by study, also while they are under way', async () => {
    const { cache, fetched } = counting({}, 100);
    await cache.read('1/a');
    await cache.read('2/a');
    const late = cache.read('1/b');
    cache.drop('1/');
    expect((await late).length).to.equal(10);
    expect(cache.bytes()).to.equal(10);
    await cache.read('2/a');
    await cache.read('1/b');
    expect(fetched).to.deep.equal(['1/a', '2/a', '1/b', '1/b']);
  });

  it('are asked for again after a failure', async () => {
    let count = 0;
    const cache = instanceCache(async () => {
      if (count++ === 0) throw new Error('away');
      return Buffer.alloc(5);
    }, 100);
    const [first] = await Promise.allSettled([cache.read('a')]);
    expect(first?.status).to.equal('rejected');
    expect((await cache.read('a')).length).to.equal(5);
  });

  it('never take more than they may', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...'abcdef'), fc.boolean())), async (asked) => {
        const sizes = { a: 5, b: 10, c: 20, d: 40, e: 80, f: 160 };
        const { cache } = counting(sizes, 100);
        for (const [key, dropped] of asked) {
          if (dropped) cache.drop(key);
          expect((await cache.read(key)).length).to.equal(sizes[key as keyof typeof sizes]);
          expect(cache.bytes()).to.be.at.most(100);
        }
      }),
    ));
});

describe('the key of an instance', () => {
  it('says where it is', () => {
    const address = { studyUid: '1.2', seriesUid: '1.3', instanceUid: '1.4' };
    expect(addressIn(keyOf(address))).to.deep.equal(address);
    for (const key of [
      '/a/b/c',
      'dicomweb:1.2/1.3',
      'dicomweb:1.2/../1.4',
      'dicomweb:1.2/1.3/1.4/5',
      'dicomweb:1.2/1.3/1.4?x',
    ])
      expect(addressIn(key), key).to.equal(undefined);
  });
});
