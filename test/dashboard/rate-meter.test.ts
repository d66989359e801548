import { expect } from 'chai';
import { rateMeter } from '../../src/dashboard/rate-meter.ts';

describe('rateMeter', () => {
  it('knows nothing before the first', () => {
    const meter = rateMeter();
    expect([meter.perMinute(1000), meter.meanMs(1000)]).to.deep.equal([0, undefined]);
  });

  it('counts what the last minute saw, and forgets what is older', () => {
    const meter = rateMeter();
    for (let s = 0; s < 120; s++) meter.add(1000 * s, s < 60 ? 100 : 20); // one a second
    expect(meter.perMinute(119_000)).to.equal(60);
    expect(meter.meanMs(119_000)).to.equal(20);
    expect(meter.perMinute(149_000)).to.equal(30);
    expect(meter.perMinute(400_000)).to.equal(0);
    expect(meter.meanMs(400_000)).to.equal(20); // of the last one
  });

  it('extrapolates from the time there was, but not from a moment', () => {
    const meter = rateMeter();
    meter.add(10_000, 1000);
    expect(meter.perMinute(10_000)).to.equal(12); // as if in five seconds
    expect(meter.perMinute(19_000)).to.equal(6); // in the ten since it began
  });
});
