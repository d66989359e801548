import { totalmem } from 'node:os';
import { expect } from 'chai';
import { memoryBytes, networksThatFit } from '../../src/models/networks-that-fit.ts';

const GB = 1e9;
/** Five folds of the two-stage pipeline: three keypoint networks, spinal, foraminal, subarticular, global. */
const FOLDS = Array.from({ length: 5 }, () => [107, 107, 107, 115, 57, 57, 57].map((mb) => mb * 1e6)).flat();

describe('networksThatFit', () => {
  it('keeps all where they fit', () => {
    expect(networksThatFit(FOLDS, 24 * GB)).to.equal(undefined);
    expect(networksThatFit([], 1)).to.equal(undefined);
  });

  it('keeps as many as fit whichever they are, and at least one', () => {
    const count = networksThatFit(FOLDS, 8 * GB)!;
    expect(count).to.be.within(10, 34);
    const largest = [...FOLDS].sort((a, b) => b - a).slice(0, count);
    expect(3.2 * largest.reduce((sum, bytes) => sum + bytes, 0)).to.be.at.most(0.6 * 8 * GB);
    expect(networksThatFit(FOLDS, 1e6)).to.equal(1);
  });

  it('keeps all without working memory of their own where they fit only so', () => {
    expect(networksThatFit(FOLDS, 17 * GB)).to.equal(FOLDS.length);
  });

  it('asks for no more memory than the machine has', () => {
    expect(memoryBytes()).to.be.within(1, totalmem());
  });
});
