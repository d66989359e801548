import { expect } from 'chai';
import { atBatch, elementsPerSample, formatShape, sameShape, timesDim } from '../../../src/models/nn/dim.ts';

describe('dim', () => {
  it('multiplies static sizes and the batch', () => {
    expect([timesDim(3, 4), timesDim('n', 1), timesDim('n', 5), timesDim('5n', 64)]).to.eql([12, 'n', '5n', '320n']);
  });

  it('puts a number for the batch', () => {
    expect(atBatch(['5n', 3], 2)).to.eql([10, 3]);
    expect(elementsPerSample(['5n', 3])).to.equal(15);
  });

  it('compares and prints shapes', () => {
    expect(sameShape(['n', 2], ['n', 2])).to.equal(true);
    expect(sameShape(['n', 2], ['2n', 2])).to.equal(false);
    expect(formatShape(['5n', 1, 128, 128])).to.equal('[5n, 1, 128, 128]');
    expect(formatShape([])).to.equal('[]');
  });
});
