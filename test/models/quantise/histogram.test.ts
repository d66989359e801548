import { expect } from 'chai';
import fc from 'fast-check';
import { calibratedRange } from '../../../src/models/quantise/calibrated-range.ts';
import { histogram } from '../../../src/models/quantise/histogram.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);

describe('histogram', () => {
  it('counts all values and knows their range, in whatever order they come', () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, values, (a, b) => {
        const seen = histogram();
        seen.add(Float32Array.from(a));
        seen.add(Float32Array.from(b));
        const all = [...a, ...b].map(Math.fround);
        expect(seen.range()).to.deep.equal({ min: Math.min(...all), max: Math.max(...all) });
        const { below, above } = seen.sides();
        expect(sum(below)).to.equal(all.filter((value) => value < 0).length);
        expect(sum(below) + sum(above)).to.equal(seen.total());
      }),
    );
  });

  it('merges bins when a larger value comes, without moving a count to another side or further out', () => {
    const seen = histogram();
    seen.add(Float32Array.of(0.25, 0.5, -1));
    const before = seen.binWidth();
    seen.add(Float32Array.of(8));
    expect(seen.binWidth()).to.equal(8 * before);
    const { below, above } = seen.sides();
    const inBin = (value: number) => above[Math.min(above.length - 1, Math.floor(value / seen.binWidth()))];
    expect([inBin(0.25), inBin(0.5), inBin(8), sum(below)]).to.deep.equal([1, 1, 1, 1]);
  });

  it('refuses values that are not finite', () => {
    expect(thrownBy(() => histogram().add(Float32Array.of(1, Number.NaN))).code).to.equal('ACTIVATION_NOT_FINITE');
  });
});

describe('calibrated range', () => {
  /** Values that become rarer towards -1 and 1, and a single outlier. */
  const outlying = () => {
    const seen = histogram();
    seen.add(Float32Array.from({ length: 100_001 }, (_, index) => (index / 50_000 - 1) ** 3));
    seen.add(Float32Array.of(100));
    return seen;
  };

  it('is all that was seen by minmax, and ends before the outlier by percentile and entropy', () => {
    expect(calibratedRange(outlying(), 'minmax')).to.deep.equal({ min: -1, max: 100 });
    const { min, max } = calibratedRange(outlying(), 'percentile');
    expect(min).to.be.within(-1, -0.99);
    expect(max).to.be.within(0.99, 1.2);
    expect(calibratedRange(outlying(), 'entropy').max).to.be.within(0.99, 30);
  });

  it('is [0, 0] of a value that is always 0', () => {
    const zeros = histogram();
    zeros.add(new Float32Array(10));
    for (const method of ['minmax', 'percentile', 'entropy'] as const)
      expect(calibratedRange(zeros, method)).to.deep.equal({ min: 0, max: 0 });
  });
});
