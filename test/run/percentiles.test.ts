import { expect } from 'chai';
import fc from 'fast-check';
import { timesSeen } from '../../src/run/percentiles.ts';

const seen = (times: readonly number[]) => {
  const { add, percentiles } = timesSeen();
  for (const ms of times) add(ms);
  return percentiles();
};

describe('timesSeen', () => {
  it('is zero where nothing was seen', () => {
    expect(seen([])).to.deep.equal({ count: 0, totalMs: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 });
  });

  it('knows sum and maximum exactly, percentiles to one percent', () => {
    const { count, totalMs, p50Ms, p95Ms, maxMs } = seen(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect({ count, totalMs, maxMs }).to.deep.equal({ count: 1000, totalMs: 500_500, maxMs: 1000 });
    expect(p50Ms).to.be.closeTo(500, 5);
    expect(p95Ms).to.be.closeTo(950, 9.5);
  });

  it('takes times from none at all to days', () => {
    expect(seen([0])).to.include({ p50Ms: 0, maxMs: 0 });
    expect(seen([5e9])).to.include({ maxMs: 5e9 });
  });

  it('keeps percentiles in order, at most the maximum', () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (times) => {
        const { p50Ms, p95Ms, maxMs } = seen(times);
        expect(p50Ms).to.be.at.most(p95Ms);
        expect(p95Ms).to.be.at.most(maxMs);
      }),
    ));
});
