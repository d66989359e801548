import { expect } from 'chai';
import fc from 'fast-check';
import { standardised, standardiseInPlace } from '../../src/imaging/standardise.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../support/goldens.ts';

const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

describe('standardised', () => {
  it('takes off the mean and divides by the population standard deviation', () => {
    // mean 3, deviations -2, 0, 2, 0; variance 8 / 4 = 2
    const expected = [-Math.SQRT2, 0, Math.SQRT2, 0];
    expect(maxAbsDiff(standardised([1, 3, 5, 3]), expected)).to.be.at.most(1e-7);
  });

  it('counts zero slices, which become a constant', () => {
    // mean 1, deviations 1, 1, -1, -1
    expect([...standardised(Uint16Array.of(2, 2, 0, 0))]).to.deep.equal([1, 1, -1, -1]);
  });

  it('leaves a constant as it is, also one that has no exact sum', () => {
    const constant = new Float32Array(100_003).fill(0.1);
    expect(standardised(constant)).to.deep.equal(constant);
    expect([...standardised([7])]).to.deep.equal([7]);
    expect([...standardised([])]).to.deep.equal([]);
  });

  it('finds a small deviation beside a large mean', () => {
    // 60000 and 60001 in turn: mean 60000.5, std 0.5
    const stack = Float32Array.from({ length: 1001 * 2 }, (_, i) => 60_000 + (i % 2));
    expect(maxAbsDiff(standardised(stack).subarray(0, 2), [-1, 1])).to.be.at.most(1e-6);
  });

  it('has mean 0 and standard deviation 1 afterwards, whatever the length', () => {
    const stacks = fc.array(fc.integer({ min: -2048, max: 4095 }), { minLength: 2, maxLength: 67 });
    fc.assert(
      fc.property(stacks, (stack) => {
        fc.pre(new Set(stack).size > 1);
        const result = standardised(Int16Array.from(stack));
        expect(meanOf(result)).to.be.closeTo(0, 1e-6);
        expect(meanOf(result.map((x) => x * x))).to.be.closeTo(1, 1e-6);
      }),
    );
  });

  it('does not change what it was given', () => {
    const stack = Float32Array.of(1, 2, 3);
    standardised(stack);
    expect([...stack]).to.deep.equal([1, 2, 3]);
  });
});

describe('standardiseInPlace', () => {
  it('gives the same numbers where they lie', () => {
    const stack = Float32Array.of(4, -2, 9, 0, 1);
    const expected = standardised(stack);
    standardiseInPlace(stack);
    expect(stack).to.deep.equal(expected);
  });
});

interface StandardiseCase {
  readonly name: string;
  readonly input: { readonly fill_name: string; readonly shape: readonly number[]; readonly values: string };
  readonly file: string;
}

/** The manifest describes some inputs in words. */
const CHANGES: Readonly<Record<string, (pixels: Float32Array) => Float32Array>> = {
  std_zero_slices: (pixels) => pixels.map((x, i) => (i % 5 >= 3 ? 0 : x)),
  std_all_zero: (pixels) => pixels.fill(0),
  std_constant: (pixels) => pixels.fill(7),
  std_one_pixel: (pixels) => pixels.map((_, i) => (i === (2 * 8 + 3) * 3 + 1 ? 1000 : 0)),
  std_large: (pixels) => pixels.map((x) => x + 30_000),
};

/** The reference sums in float32. */
const TOLERANCE = 5e-6;

describeGoldens('standardised against the original', () => {
  const { cases } = goldenJson<{ cases: StandardiseCase[] }>('imaging', 'standardise', 'manifest.json');
  for (const { name, input, file } of cases) {
    it(name, () => {
      const values = input.values.startsWith('12bit') ? '12bit' : 'unit';
      const pixels = goldenInput(input.fill_name, input.shape, values);
      const result = standardised(CHANGES[name]?.(pixels) ?? pixels);
      expect(maxAbsDiff(result, goldenNpy('imaging', 'standardise', file).data)).to.be.at.most(TOLERANCE);
    });
  }
  it('covers all cases', () => expect(cases).to.have.length(7));
});
