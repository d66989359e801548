import { expect } from 'chai';
import { nearestRank, quantile } from '../../../src/domain/statistics/quantile.ts';

describe('quantile', () => {
  it('is linear between neighbours', () => {
    // position 0.95 * 3 = 2.85 of [1, 2, 4, 8]: 4 + 0.85 * 4
    expect(quantile([1, 2, 4, 8], 0.95)).to.be.closeTo(7.4, 1e-12);
    expect(quantile([1, 2, 4, 8], 0.5)).to.equal(3);
    expect(quantile([1, 2, 4, 8], 0)).to.equal(1);
    expect(quantile([1, 2, 4, 8], 1)).to.equal(8);
  });

  it('is the value itself of one, and not a number of none', () => {
    expect(quantile([5], 0.3)).to.equal(5);
    expect(quantile([], 0.3)).to.be.NaN;
  });
});

describe('nearestRank', () => {
  it('is one of the values: the smallest that the share of them do not exceed', () => {
    expect([0, 0.25, 0.26, 0.5, 0.99, 1].map((share) => nearestRank([1, 2, 4, 8], share))).to.deep.equal([
      1, 1, 2, 2, 8, 8,
    ]);
  });
});
