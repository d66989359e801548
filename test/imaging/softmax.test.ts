import { expect } from 'chai';
import fc from 'fast-check';
import { softmax } from '../../src/imaging/softmax.ts';
import { maxAbsDiff } from '../support/goldens.ts';
import { thrownBy } from './thrown.ts';

describe('softmax', () => {
  it('turns equal logits into equal shares and differences into ratios', () => {
    expect(maxAbsDiff(softmax([5, 5, 5]), [1 / 3, 1 / 3, 1 / 3])).to.be.at.most(1e-15);
    // exp(ln 1) : exp(ln 2) : exp(ln 5) = 1 : 2 : 5
    expect(maxAbsDiff(softmax(Float64Array.of(0, Math.log(2), Math.log(5))), [1 / 8, 2 / 8, 5 / 8])).to.be.at.most(
      1e-15,
    );
  });

  it('does not overflow', () => {
    expect(softmax([1000, 0, -1000])).to.deep.equal([1, 0, 0]);
    expect(softmax([-1e308, -1e308, -1e308])[0]).to.be.closeTo(1 / 3, 1e-15);
  });

  it('adds up to 1 and does not care about a common shift', () => {
    const logit = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(logit, logit, logit), logit, (logits, shift) => {
        const shares = softmax(logits);
        expect(shares.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-12);
        expect(maxAbsDiff(softmax(logits.map((x) => x + shift)), shares)).to.be.at.most(1e-12);
      }),
    );
  });

  it('refuses a NaN and infinities', () => {
    expect(thrownBy(() => softmax([0, Number.NaN, 1]))).to.deep.equal({
      code: 'LOGITS_NOT_FINITE',
      reason:
        'the logits [0, NaN, 1] are not finite and have no probabilities; ' +
        'check the weights of the network and its input',
    });
    expect(thrownBy(() => softmax([Number.POSITIVE_INFINITY, 0, 0]))?.code).to.equal('LOGITS_NOT_FINITE');
  });
});
