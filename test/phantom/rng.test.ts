import { expect } from 'chai';
import fc from 'fast-check';
import { between, createRng, gaussian, integer, pick, rngOf, scramble32 } from '../../src/phantom/rng.ts';

const first = (rng: () => number, count: number): readonly number[] => Array.from({ length: count }, rng);

describe('rng', () => {
  it('gives the same stream for the same seed, index and purpose', () => {
    expect(first(rngOf(7, 3, 'labels'), 50)).to.deep.equal(first(rngOf(7, 3, 'labels'), 50));
  });

  it('gives another stream for another seed, index or purpose', () => {
    const streams = [rngOf(7, 3, 'labels'), rngOf(8, 3, 'labels'), rngOf(7, 4, 'labels'), rngOf(7, 3, 'noise')];
    expect(new Set(streams.map((rng) => rng())).size).to.equal(4);
  });

  it('uses the bits of a seed above 32', () => {
    expect(rngOf(1, 0, 'labels')()).to.not.equal(rngOf(2 ** 32 + 1, 0, 'labels')());
  });

  it('stays in [0, 1)', () => {
    fc.assert(fc.property(fc.nat(), (seed) => first(createRng(seed), 20).every((value) => value >= 0 && value < 1)));
  });

  it('scrambles without collisions', () => {
    expect(new Set(Array.from({ length: 20_000 }, (_, i) => scramble32(i))).size).to.equal(20_000);
  });

  it('draws within the limits asked for', () => {
    const rng = createRng(5);
    for (let i = 0; i < 200; i++) {
      expect(between(rng, -2, 3)).to.be.within(-2, 3);
      expect(integer(rng, 4, 6)).to.be.oneOf([4, 5, 6]);
      expect(pick(rng, ['a', 'b'])).to.be.oneOf(['a', 'b']);
    }
  });

  it('draws standard normal numbers', () => {
    const rng = createRng(11);
    const values = Array.from({ length: 20_000 }, () => gaussian(rng));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // The standard error of the mean is 1 / sqrt(20000) = 0.007.
    expect(mean).to.be.closeTo(0, 0.03);
    expect(Math.sqrt(variance)).to.be.closeTo(1, 0.025);
  });
});
