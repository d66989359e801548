import { expect } from 'chai';
import { thinned } from '../../../src/evaluation/metrics/thinned.ts';

describe('thinned', () => {
  it('keeps the first, the last and no more than asked for', () => {
    expect(thinned([1, 2, 3], 5)).to.eql([1, 2, 3]);
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).to.eql([0, 4, 8]);
  });
});
