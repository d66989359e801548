import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { answersOf } from '../../../../src/evaluation/metrics/selective/answers.ts';
import { REFERRED_SHARES, referrals } from '../../../../src/evaluation/metrics/selective/referral.ts';
import { anyStudies } from '../example-studies.ts';
import { randomStudies } from './random-studies.ts';

describe('referrals', () => {
  it('counts what is referred and what that catches', () => {
    const answers = [0.9, 0.2, 0.8, 0.1, 0.7, 0.6, 0.5, 0.95, 0.3, 0.4].map((confidence, index) => ({
      ...{ study: index % 3, location: 0, confidence },
      label: index === 3 ? 2 : 0,
      predicted: index === 1 ? 1 : 0,
    }));
    const of = referrals(answers, { studies: 3, seed: 1, resamples: 20 });
    const [twentieth, tenth, fifth] = of.filter(({ conditions }) => conditions === 'all');
    expect(twentieth).to.include({ referred: 0, errorsCaught: 0, studies: 0 });
    expect(twentieth?.needlessShare).to.equal(undefined);
    expect(tenth).to.include({ referred: 1, errors: 2, errorsCaught: 1, severeMissed: 1, severeMissedCaught: 1 });
    expect(fifth).to.include({ referred: 2, errorsCaught: 2, studies: 2, threshold: 0.3 });
    expect(fifth?.accuracyOfAnswered?.value).to.equal(1);
    expect(tenth?.accuracyOfAnswered?.value).to.be.closeTo(8 / 9, 1e-12);
    expect(tenth?.accuracyWithReader?.value).to.be.closeTo(9 / 10, 1e-12);
  });

  it('refers no more than the share, and catches no more errors than there are', () => {
    fc.assert(
      fc.property(anyStudies(), (studies) => {
        for (const one of referrals(answersOf(studies), { studies: studies.length, seed: 1, resamples: 5 })) {
          expect(one.referred).to.be.at.most(Math.floor(one.share * one.locations));
          expect(one.errorsCaught).to.be.at.most(Math.min(one.errors, one.referred));
          expect(one.accuracyWithReader!.value).to.be.at.least((one.locations - one.errors) / one.locations - 1e-12);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('catches more the more is referred', () => {
    const answers = answersOf(randomStudies(40, createRng(5)));
    const all = referrals(answers, { studies: 40, seed: 1, resamples: 5 }).filter(
      ({ conditions }) => conditions === 'all',
    );
    expect(all.map(({ share }) => share)).to.eql(REFERRED_SHARES);
    expect(all.map(({ errorsCaught }) => errorsCaught)).to.eql(
      all.map(({ errorsCaught }) => errorsCaught).sort((a, b) => a - b),
    );
  });
});
