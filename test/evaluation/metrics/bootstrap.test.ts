import { expect } from 'chai';
import fc from 'fast-check';
import { bootstrap } from '../../../src/evaluation/metrics/bootstrap.ts';

const meanOf =
  (values: readonly number[]) =>
  (times: ArrayLike<number>): { mean: number } => {
    let [sum, count] = [0, 0];
    values.forEach((value, index) => {
      sum += times[index]! * value;
      count += times[index]!;
    });
    return { mean: sum / count };
  };

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 });

describe('bootstrap', () => {
  it('gives an interval that holds the value, whatever the values', () => {
    fc.assert(
      fc.property(values, fc.nat(), (given, seed) => {
        const { mean } = bootstrap(given.length, meanOf(given), { resamples: 20, seed });
        expect(mean!.low).to.be.at.most(mean!.value);
        expect(mean!.high).to.be.at.least(mean!.value);
        expect(mean!.low).to.be.at.least(Math.min(...given));
        expect(mean!.high).to.be.at.most(Math.max(...given));
      }),
    );
  });

  it('draws as many studies as there are', () => {
    const drawn: number[] = [];
    bootstrap(7, (times) => ({ count: drawn.push(Array.from(times).reduce((a, b) => a + b, 0)) }), {
      resamples: 10,
      seed: 1,
    });
    expect(new Set(drawn)).to.eql(new Set([7]));
  });

  it('gives the same interval for the same seed', () => {
    const of = (seed: number) => bootstrap(5, meanOf([1, 2, 3, 4, 9]), { resamples: 50, seed });
    expect(of(3)).to.eql(of(3));
    expect(of(3)).not.to.eql(of(4));
  });

  it('comes near the normal interval of a mean', () => {
    // 400 values, half 0 and half 1: standard error 0.5 / 20 = 0.025, so 0.5 +- 1.96 * 0.025 = 0.451 to 0.549
    const { mean } = bootstrap(400, meanOf(Array.from({ length: 400 }, (_, i) => i % 2)), {
      resamples: 2000,
      seed: 1,
    });
    expect(mean!.low).to.be.closeTo(0.451, 0.005);
    expect(mean!.high).to.be.closeTo(0.549, 0.005);
  });

  it('leaves out draws in which a statistic is undefined, and a statistic that always is', () => {
    const some = (times: ArrayLike<number>) => ({ some: times[0]! > 0 ? 1 : undefined, never: undefined });
    expect(bootstrap(2, some, { resamples: 30, seed: 1 })).to.eql({ some: { value: 1, low: 1, high: 1 } });
  });
});
