import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { fittedLogistic, logistic } from '../../../../src/evaluation/metrics/selective/logistic.ts';

const casesOf = (rows: readonly (readonly number[])[], outcomes: readonly number[]) => ({
  features: Float64Array.from(rows.flat()),
  width: rows[0]!.length,
  outcomes: Uint8Array.from(outcomes),
});

describe('logistic regression', () => {
  it('gives the frequency of the outcome where features say nothing', () => {
    const { intercept, weights } = fittedLogistic(casesOf([[0], [0], [0], [0]], [1, 1, 1, 0]), 1);
    expect(logistic(intercept)).to.be.closeTo(3 / 4, 1e-9);
    expect(weights[0]).to.be.closeTo(0, 1e-9);
  });

  it('has no gradient left, for any cases', () => {
    const row = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.constantFrom(0, 1)), { minLength: 2, maxLength: 40 }), (all) => {
        const outcomes = all.map(([, outcome]) => outcome);
        fc.pre(new Set(outcomes).size === 2);
        const { intercept, weights } = fittedLogistic(
          casesOf(
            all.map(([one]) => one),
            outcomes,
          ),
          1,
        );
        const errors = all.map(
          ([one, outcome]) => logistic(intercept + weights[0]! * one[0] + weights[1]! * one[1]) - outcome,
        );
        const sum = (of: (index: number) => number) =>
          errors.reduce((total, error, index) => total + error * of(index), 0);
        expect(sum(() => 1)).to.be.closeTo(0, 1e-6);
        expect(sum((index) => all[index]![0][0]) + weights[0]!).to.be.closeTo(0, 1e-6);
        expect(sum((index) => all[index]![0][1]) + weights[1]!).to.be.closeTo(0, 1e-6);
      }),
    );
  });

  it('stays finite where features tell outcomes apart, and where there is only one outcome', () => {
    const apart = fittedLogistic(casesOf([[-1], [-1], [1], [1]], [0, 0, 1, 1]), 1);
    expect(apart.weights[0]).to.be.within(0.5, 3);
    expect(logistic(fittedLogistic(casesOf([[1], [2]], [1, 1]), 1).intercept)).to.be.closeTo(3 / 4, 1e-12);
  });

  it('does not overshoot where whole steps of Newton would: few wrong answers, far outliers', () => {
    const rows = Array.from({ length: 2000 }, (_, index) => [
      index < 30 ? -8 - (index % 5) : (index % 7) / 7,
      index % 2,
    ]);
    const outcomes = rows.map((_, index) => Number(index >= 25));
    const { intercept, weights } = fittedLogistic(casesOf(rows, outcomes), 1);
    const p = rows.map(([x, y]) => logistic(intercept + weights[0]! * x! + weights[1]! * y!));
    expect(p.reduce((sum, one, index) => sum + one - outcomes[index]!, 0)).to.be.closeTo(0, 1e-6);
    expect(p[10]).to.be.below(0.95).and.below(p[1000]!);
  });

  it('finds the odds that made the outcomes', () => {
    const rng = createRng(2);
    const rows = Array.from({ length: 20_000 }, () => [4 * (rng() - 0.5)]);
    const outcomes = rows.map(([x]) => Number(rng() < logistic(0.5 + 1.5 * x!)));
    const { intercept, weights } = fittedLogistic(casesOf(rows, outcomes), 1);
    expect(intercept).to.be.closeTo(0.5, 0.08); // standard errors are below 0.03
    expect(weights[0]).to.be.closeTo(1.5, 0.08);
  });
});
