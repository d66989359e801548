import { expect } from 'chai';
import { standardised } from '../../../src/imaging/index.ts';
import { bent } from '../../../src/training/augmentations/gamma.ts';
import { maxAbsDiff } from '../../support/goldens.ts';

const stack = standardised(Float32Array.of(0, 1, 4, 9, 16));

describe('values bent by an exponent', () => {
  it('are the squares again that were roots', () => {
    // of 0, 1, 4, 9, 16 over their range the roots are 0, 1, 2, 3, 4 over theirs
    expect(maxAbsDiff(bent(stack, 0.5), standardised(Float32Array.of(0, 1, 2, 3, 4)))).to.be.below(1e-3);
    expect(maxAbsDiff(bent(bent(stack, 0.5), 2), stack)).to.be.below(1e-3);
  });

  it('keep their order, mean and spread, and stay as they are with the exponent 1', () => {
    const changed = bent(stack, 3);
    expect([...changed]).to.deep.equal([...changed].sort((a, b) => a - b));
    const mean = changed.reduce((sum, value) => sum + value, 0) / changed.length;
    expect(mean).to.be.closeTo(0, 1e-6);
    expect(Math.sqrt(changed.reduce((sum, value) => sum + value ** 2, 0) / changed.length)).to.be.closeTo(1, 1e-6);
    expect(maxAbsDiff(bent(stack, 1), stack)).to.be.below(1e-6);
  });

  it('of a blank stack are blank', () => {
    expect(bent(new Float32Array(4), 2)).to.deep.equal(new Float32Array(4));
  });
});
