import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { distributionOf, sketchedDistribution } from '../../../src/evaluation/drift/distribution.ts';
import { fisherExact } from '../../../src/evaluation/drift/exact-test.ts';
import { holmAdjusted } from '../../../src/evaluation/drift/holm.ts';
import { kolmogorovSmirnov } from '../../../src/evaluation/drift/two-sample.ts';
import { describeScikitLearn, runPython } from '../../support/python.ts';

const SCRIPT = fileURLToPath(new URL('./with-scipy.py', import.meta.url));

const sample = (seed: number, count: number, shift = 0): readonly number[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => rng() + shift);
};
const compared = (a: readonly number[], b: readonly number[]) =>
  kolmogorovSmirnov(distributionOf(a), distributionOf(b));

describe('kolmogorovSmirnov', () => {
  it('gives the share of orderings that are at least as far apart', () => {
    // of the 6 orderings of two and two values, 2 separate them: aabb, bbaa
    expect(compared([1, 2], [3, 4])).to.deep.equal({ difference: 1, p: 1 - 4 / 6 });
    // distance 1/2 is the least that two and two different values can have
    expect(compared([1, 4], [2, 3]).p).to.equal(1);
    expect(compared([1, 1, 1], [1, 1]).difference).to.equal(0);
  });

  it('does not depend on which group comes first, or on the scale', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [there, back] = [compared(a, b), compared(b, a)];
        expect(there.difference).to.be.closeTo(back.difference, 1e-12);
        expect(there.p).to.be.closeTo(back.p, 1e-9);
        const scaled = compared(
          a.map((value) => 3 * value - 7),
          b.map((value) => 3 * value - 7),
        );
        expect(scaled).to.deep.equal(there);
      }),
    );
  });

  it('gives nearly the same from the sketch of a sample as from the sample', () => {
    const all = [...sample(1, 301)].sort((a, b) => a - b);
    const values = Array.from({ length: 101 }, (_, index) => all[3 * index]!);
    const sketch = sketchedDistribution({ count: all.length, low: 0, median: 0, high: 1, values });
    for (const shift of [0, 0.1, 0.4]) {
      const now = distributionOf(sample(2, 50, shift));
      const whole = kolmogorovSmirnov(distributionOf(all), now);
      expect(kolmogorovSmirnov(sketch, now).difference).to.be.closeTo(whole.difference, 0.01);
    }
  });

  it('keeps the steps of a sketch of few different values', () => {
    const values = [...Array(50).fill(15), ...Array(51).fill(16)];
    const sketch = sketchedDistribution({ count: 101, low: 15, median: 16, high: 16, values });
    expect([14, 15, 16].map((value) => sketch.share(value))).to.deep.equal([0, 0.49, 1]);
    expect(sketch.share(15, 'before')).to.equal(0);
  });
});

describe('fisherExact', () => {
  it('adds up the tables that are at most as probable', () => {
    // the tea-tasting lady: 3 of 4 and 1 of 4; tables (0..4) have weights 1, 16, 36, 16, 1 of 70
    expect(fisherExact({ yes: 3, of: 4 }, { yes: 1, of: 4 }).p).to.be.closeTo(34 / 70, 1e-12);
    expect(fisherExact({ yes: 0, of: 20 }, { yes: 0, of: 5 })).to.deep.equal({ difference: 0, p: 1 });
  });
});

describe('holmAdjusted', () => {
  it('multiplies each p by the number of those that are not smaller, and never decreases', () => {
    const adjusted = holmAdjusted([0.04, 0.01, 0.03, 0.5]);
    for (const [index, expected] of [0.09, 0.04, 0.09, 0.5].entries())
      expect(adjusted[index]).to.be.closeTo(expected, 1e-12);
    expect(holmAdjusted([])).to.deep.equal([]);
    expect(holmAdjusted([0.9, 0.8])).to.deep.equal([1, 1]);
  });
});

describeScikitLearn('tests of drift beside SciPy', function (this: Mocha.Suite) {
  this.timeout(300_000);

  it('Kolmogorov-Smirnov, exact and in the limit', () => {
    const pairs = [
      [12, 9, 0.3],
      [50, 300, 0.1],
      [50, 300, 0.02],
      [200, 200, 0.15],
    ] as const;
    const exact = pairs.map(([m, n, shift], seed) => {
      const [a, b] = [sample(seed, m), sample(seed + 100, n, shift)];
      return { what: 'kolmogorov-smirnov', a, b, ...compared(a, b) };
    });
    const [a, b] = [sample(5, 3000), sample(6, 2000, 0.03)];
    runPython(SCRIPT, [...exact, { what: 'limit', a, b, ...compared(a, b) }]);
  });

  it("Fisher's exact test", () => {
    const tables = [
      [3, 1, 1, 3],
      [0, 50, 0, 300],
      [50, 0, 0, 240],
      [7, 43, 12, 288],
    ] as const;
    runPython(
      SCRIPT,
      tables.map(([a, b, c, d]) => ({
        what: 'fisher',
        table: [
          [a, b],
          [c, d],
        ],
        p: fisherExact({ yes: a, of: a + b }, { yes: c, of: c + d }).p,
      })),
    );
  });
});
