import { expect } from 'chai';
import fc from 'fast-check';
import { pauseMsAfter, retryAfterMsOf } from '../../../src/dicomweb/http/retry.ts';

const policy = { attempts: 5, firstPauseMs: 500, longestPauseMs: 60_000 };
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the pause before another attempt', () => {
  it('doubles each time, of which up to half is left out', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), anyRandom, (failed, random) => {
        const full = Math.min(60_000, 500 * 2 ** (failed - 1));
        expect(pauseMsAfter(failed, { policy, random })).to.be.within(full / 2, full);
      }),
    ));

  it('differs from client to client', () => {
    expect(pauseMsAfter(3, { policy, random: 0 })).to.equal(2000);
    expect(pauseMsAfter(3, { policy, random: 0.5 })).to.equal(1500);
  });

  it('is as long as the server asks, or none where that is too long', () => {
    expect(pauseMsAfter(1, { policy, random: 0, retryAfterMs: 7000 })).to.equal(7000);
    expect(pauseMsAfter(1, { policy, random: 0, retryAfterMs: 1 })).to.equal(500);
    expect(pauseMsAfter(1, { policy, random: 0, retryAfterMs: 60_001 })).to.equal(undefined);
  });
});

describe('Retry-After', () => {
  it('is a number of seconds or a date', () => {
    const now = Date.parse('Sat, 28 Nov 2026 12:00:00 GMT');
    expect(retryAfterMsOf('120', now)).to.equal(120_000);
    expect(retryAfterMsOf('Sat, 28 Nov 2026 12:00:30 GMT', now)).to.equal(30_000);
    expect(retryAfterMsOf('Sat, 28 Nov 2026 11:00:00 GMT', now)).to.equal(0);
    expect(retryAfterMsOf('soon', now)).to.equal(undefined);
    expect(retryAfterMsOf(undefined, now)).to.equal(undefined);
  });
});
