import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { delay, EMPTY, lastValueFrom, NEVER, Observable, of, take, throwError, toArray } from 'rxjs';
import { throughWindow } from '../../src/streams/through-window.ts';

/** A fast source that knows how far it was asked, and whether it was closed. */
const countingSource = (length: number) => {
  const seen = { given: 0, closed: false };
  const items = async function* () {
    try {
      for (let item = 0; item < length; item++) {
        seen.given++;
        yield item;
      }
    } finally {
      seen.closed = true;
    }
  };
  return { seen, source: items() };
};

const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome.status === 'rejected' ? outcome.reason : undefined;
};

/** Lets everything that is ready run. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await turn();
};

describe('throughWindow', () => {
  it('never asks a fast source for more than the window holds', async () => {
    const { seen, source } = countingSource(60);
    let [left, furthest] = [0, 0];
    const flow = (item: number) => {
      furthest = Math.max(furthest, seen.given - left);
      return of(item).pipe(delay(1));
    };
    const items = throughWindow(source, 3, flow);
    await new Promise<void>((resolve, reject) => {
      items.subscribe({ next: () => left++, error: reject, complete: resolve });
    });
    expect(left).to.equal(60);
    expect(furthest).to.equal(3);
  });

  it('asks for nothing while everything in the window waits', async () => {
    const { seen, source } = countingSource(60);
    const subscription = throughWindow(source, 4, () => NEVER).subscribe();
    await settled();
    expect(seen.given).to.equal(4);
    subscription.unsubscribe();
  });

  it('asks for nothing before it is subscribed to', async () => {
    const { seen, source } = countingSource(5);
    throughWindow(source, 2, of);
    await settled();
    expect(seen.given).to.equal(0);
  });

  it('keeps the order of the source in a window of one', async () => {
    const { source } = countingSource(6);
    const slowFirst = (item: number) => of(item).pipe(delay(item === 0 ? 5 : 0));
    expect(await lastValueFrom(throughWindow(source, 1, slowFirst).pipe(toArray()))).to.deep.equal([0, 1, 2, 3, 4, 5]);
  });

  it('gives every item once, in the order of completion, whatever the window', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(12), fc.integer({ min: 1, max: 5 }), async (length, concurrency) => {
        const { seen, source } = countingSource(length);
        const flow = (item: number) => of(item).pipe(delay(item % 3));
        const found = await lastValueFrom(throughWindow(source, concurrency, flow).pipe(toArray()));
        expect([...found].sort((a, b) => a - b)).to.deep.equal(Array.from({ length }, (_, item) => item));
        expect(seen).to.deep.equal({ given: length, closed: true });
      }),
      { numRuns: 25 },
    ));

  it('lets one overtake another that takes longer', async () => {
    const { source } = countingSource(3);
    const flow = (item: number) => of(item).pipe(delay(item === 0 ? 500 : 1));
    expect(await lastValueFrom(throughWindow(source, 2, flow).pipe(toArray()))).to.deep.equal([1, 2, 0]);
  });

  it('passes over items whose flow gives nothing', async () => {
    const { seen, source } = countingSource(9);
    const found = await lastValueFrom(throughWindow(source, 2, () => EMPTY).pipe(toArray()));
    expect(found).to.deep.equal([]);
    expect(seen).to.deep.equal({ given: 9, closed: true });
  });

  it('takes promises and lists as flows, and all that they give', async () => {
    const { source } = countingSource(2);
    expect(await lastValueFrom(throughWindow(source, 1, (item) => [item, item]).pipe(toArray()))).to.deep.equal([
      0, 0, 1, 1,
    ]);
  });

  it('closes the source when an item fails, and asks for no other', async () => {
    const failure = new Error('broken');
    for (const flow of [
      () => throwError(() => failure),
      () => Promise.reject(failure),
      () => {
        throw failure;
      },
    ]) {
      const { seen, source } = countingSource(50);
      expect(await rejection(lastValueFrom(throughWindow(source, 2, flow)))).to.equal(failure);
      await settled();
      expect(seen.closed).to.equal(true);
      expect(seen.given).to.be.at.most(2);
    }
  });

  it('passes an error of the source on', async () => {
    const failure = new Error('the disk is gone');
    const broken = async function* () {
      yield 1;
      throw failure;
    };
    expect(await rejection(lastValueFrom(throughWindow(broken(), 3, of)))).to.equal(failure);
  });

  it('closes the source when nobody listens any more', async () => {
    const { seen, source } = countingSource(50);
    const found = await lastValueFrom(throughWindow(source, 2, of).pipe(take(5), toArray()));
    await settled();
    expect(found).to.have.length(5);
    expect(seen.closed).to.equal(true);
    expect(seen.given).to.be.at.most(7);
  });

  it('ends what is in flight when nobody listens any more', async () => {
    const { source } = countingSource(50);
    let [begun, ended] = [0, 0];
    const flow = () =>
      new Observable<never>(() => {
        begun++;
        return () => {
          ended++;
        };
      });
    const subscription = throughWindow(source, 2, flow).subscribe();
    await settled();
    subscription.unsubscribe();
    expect([begun, ended]).to.deep.equal([2, 2]);
  });
});
